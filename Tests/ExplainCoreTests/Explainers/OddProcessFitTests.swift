import Testing

@testable import ExplainCore

@Suite struct OddProcessFitTests {
    /// One case of Fixtures/golden/explanations/estimators.json: pairs and values in, solutions out.
    private struct Known {
        let document: JSONValue
        let players: Int
        let coalitions: [Coalition]
        let weights: [Double]
        let fractions: [Double]
        let odd: [Double]
        let total: Double

        init(_ index: Int) throws {
            document = try #require(try Golden.json("explanations/estimators.json")["cases"]?[index])
            players = try #require(document["n"]?.asInt)
            coalitions = try #require(document["S"]?.asArray).map { Coalition($0.ints) }
            weights = try #require(document["weight"]).doubles
            fractions = try #require(document["sampling_fraction"]).doubles
            odd = zip(try #require(document["v_S"]).doubles, try #require(document["v_comp"]).doubles)
                .map { ($0 - $1) / 2 }
            total = try #require(document["v_full"]?.asDouble) - (try #require(document["v_empty"]?.asDouble))
        }

        var column: Matrix { Matrix(rows: odd.count, columns: 1, storage: odd) }

        func regression() throws -> PairRegression {
            try PairRegression(players: players, coalitions: coalitions, weights: weights, fractions: fractions)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 6, 7]) func reproducesTheReferencePosterior(index: Int) throws {
        let known = try Known(index)
        let expected = try #require(known.document["gp_fixed"])
        let magnitude = try #require(expected["magnitude"]).doubles
        let largest = magnitude.max() ?? 0
        let kernel = OddKernel(
            rows: CoalitionRows(known.coalitions, players: known.players), relative: magnitude.map { $0 / largest })
        let process = OddProcess(kernel: kernel, observations: [known.total / 2] + known.odd)
        let setting = OddProcess.Setting(
            tau: try #require(expected["tau"]?.asDouble), amplitude: try #require(expected["amp"]?.asDouble),
            noise: try #require(expected["lam"]?.asDouble))
        let product = try #require(kernel.product(tau: setting.tau))
        #expect(relativeDifference(product.lengths, try #require(expected["rho"]).doubles) < 1e-14)
        let posterior = try #require(process.posterior(product, setting))
        let values = process.shapley(posterior, product, setting)
        let missing = (known.total - Summation.sum(values)) / Double(known.players)
        let residuals = posterior.residuals()
        #expect(relativeDifference(values.map { $0 + missing }, try #require(expected["phi"]).doubles) < 1e-8)
        #expect(relativeDifference(residuals, try #require(expected["loo"]).doubles) < 1e-8)
        let sandwich = try known.regression().sandwich(
            residuals: Matrix(rows: residuals.count, columns: 1, storage: residuals), damped: false, checkpoint: .never)
        #expect(relativeDifference(try #require(sandwich).errors.storage, try #require(expected["se"]).doubles) < 1e-8)
    }

    @Test(arguments: 0..<8) func choosesTheReferenceSetting(index: Int) throws {
        let known = try Known(index)
        let expected = try #require(known.document["gp_tuned"])
        let solution = try known.regression().solve(odd: known.column, totals: [known.total], keepsResiduals: true)
        let pilot = solution.residuals == nil ? nil : solution.values.storage
        let fit = OddProcessFit(players: known.players, coalitions: known.coalitions, weights: known.weights)
        let result = try #require(
            try fit.fit(odd: known.odd, total: known.total, pilot: pilot, context: ComputeContext()))
        let hyper = try #require(expected["hyper"])
        #expect(result.choice.setting.tau == hyper["tau"]?.asDouble)
        #expect(result.choice.setting.amplitude == hyper["amp"]?.asDouble)
        #expect(result.choice.setting.noise == hyper["lam"]?.asDouble)
        #expect(relativeDifference(result.values, try #require(expected["phi"]).doubles) < 1e-7)
        #expect(relativeDifference(result.residuals, try #require(expected["loo"]).doubles) < 1e-7)
    }

    private func fit(_ known: Known, scale: Double = 1, kept: OddProcessFit.Choice? = nil) throws
        -> OddProcessFit.Result
    {
        let fit = OddProcessFit(players: known.players, coalitions: known.coalitions, weights: known.weights)
        return try #require(
            try fit.fit(
                odd: known.odd.map { $0 * scale }, total: known.total * scale, pilot: nil, kept: kept,
                context: ComputeContext()))
    }

    @Test(arguments: [2, 4]) func deviationsHaveTheUnitOfTheValues(index: Int) throws {
        let known = try Known(index)
        let (found, scaled) = (try fit(known), try fit(known, scale: 1024))
        #expect(found.deviations.contains { $0 > 0 })
        #expect(scaled.deviations == found.deviations.map { $0 * 1024 })
        #expect(scaled.misfit == found.misfit)
    }

    /// The sum over the pairs of alpha_i^2 / (K^-1)_ii, by a plain inverse.
    @Test(arguments: [2, 4]) func theMisfitIsInUnitsOfThePredictedDeviations(index: Int) throws {
        let known = try Known(index)
        let found = try fit(known)
        let setting = found.choice.setting
        let kernel = OddKernel(
            rows: CoalitionRows(known.coalitions, players: known.players), relative: found.choice.relative)
        let product = try #require(kernel.product(tau: setting.tau))
        let order = known.odd.count + 1
        var system = Matrix(rows: order, columns: order)
        for row in 0..<order {
            for column in 0...row {
                let value = kernel.linear[row, column] + setting.amplitude * product.matrix[row, column]
                system[row, column] = value
                system[column, row] = value
            }
            system[row, row] += row == 0 ? 1e-10 : setting.noise * setting.amplitude
        }
        let inverse = try #require(try Cholesky(system)).inverse()
        let unit = known.odd.reduce(abs(known.total / 2)) { max($0, abs($1)) }
        let observations = ([known.total / 2] + known.odd).map { $0 / unit }
        var expected = 0.0
        for row in 1..<order {
            let alpha = Summation.dot([Double](inverse.row(row)), observations)
            expected += alpha * alpha / inverse[row, row]
        }
        #expect(abs(found.misfit - expected) < 1e-5 * expected)
    }

    @Test func whatIsKeptIsNotChosenAnew() throws {
        let known = try Known(2)
        let chosen = try fit(known)
        let kept = OddProcessFit.Choice(
            relative: chosen.choice.relative.reversed(),
            setting: OddProcess.Setting(tau: 0.25, amplitude: 0.02, noise: 1e-4))
        let found = try fit(known, kept: kept)
        #expect(found.choice == kept)
        #expect(relativeDifference(found.values, chosen.values) > 1e-6)
    }
}
