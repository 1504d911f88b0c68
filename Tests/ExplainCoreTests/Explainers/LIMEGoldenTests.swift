import Testing

@testable import ExplainCore

@Suite struct LIMEGoldenTests {
    /// lime's own regression on lime's own neighbourhood.
    @Test(arguments: ["xgb_reg", "xgb_const_dup", "lgb_reg"]) func reproducesTheRegression(name: String) throws {
        let check = try #require(try GoldenCase(name).expected["lime"]?["regression_check"])
        let z = try #require(check["z"]).matrix
        let neighbourhood = LIMENeighbourhood(
            same: Memberships(
                (0..<z.rows).map { row in Coalition((0..<z.columns).filter { z[row, $0] == 1 }) }, players: z.columns),
            answers: Matrix(rows: z.rows, columns: 1, storage: try #require(check["y"]).doubles),
            weights: try #require(check["weights"]).doubles)
        let penalty = try #require(check["ridge_alpha"]?.asDouble)
        let surrogate = try #require(try LIME(ridgePenalty: penalty).fit(neighbourhood).first)
        #expect(relativeDifference(surrogate.coefficients, try #require(check["coef"]).doubles) < 1e-9)
        #expect(relativeDifference([surrogate.intercept], [try #require(check["intercept"]?.asDouble)]) < 1e-9)
        let fit = try #require(surrogate.fit)
        #expect(relativeDifference([fit], [try #require(check["score"]?.asDouble)]) < 1e-9)
        #expect(surrogate.prediction == neighbourhood.answers[0, 0])
    }

    struct Selected: Sendable {
        var selection: LIME.Selection
        var limit: Int
        var players: [Int]
        var coefficients: [Double]
        var fit: Double
    }

    /// What lime 0.2.0.1's LimeBase selects in its own neighbourhood, and fits to it.
    static let selected = [
        Selected(
            selection: .forward, limit: 3, players: [1, 7, 8],
            coefficients: [18.555169931623144, -16.22190064415742, -51.29978593450302], fit: 0.30721284767059454),
        Selected(
            selection: .highestWeights, limit: 3, players: [6, 7, 8],
            coefficients: [-14.493482536206358, -16.414020042569792, -47.698891100917166], fit: 0.2851237596149043),
        Selected(
            selection: .automatic, limit: 2, players: [1, 8],
            coefficients: [17.33993647258714, -51.604670895259076], fit: 0.2764970919713),
        Selected(
            selection: .highestWeights, limit: 5, players: [1, 6, 7, 8, 9],
            coefficients: [
                18.818457101665384, -18.513802555337904, -18.60785900976169, -46.99463248327763, 8.314806261067565,
            ], fit: 0.3360483314630861),
        Selected(
            selection: .lassoPath, limit: 5, players: [0, 1, 6, 7, 8],
            coefficients: [
                -8.157079872792421, 19.20583619454629, -15.445861563106002, -17.383254884683012, -47.052627527015915,
            ], fit: 0.3350451518467189),
        Selected(
            selection: .all, limit: 3, players: Array(0..<10),
            coefficients: [
                -9.83184403766428, 15.651925084100707, -8.06045955415139, -6.285504113781325, 5.913710060238921,
                10.734799794659201, -20.300102843423666, -17.299722991568792, -50.20244038867546, 12.102772947835419,
            ], fit: 0.3723697824250243),
    ]

    @Test(arguments: selected) func selectsTheSamePlayers(known: Selected) throws {
        let check = try #require(try GoldenCase("xgb_reg").expected["lime"]?["regression_check"])
        let z = try #require(check["z"]).matrix
        let neighbourhood = LIMENeighbourhood(
            same: Memberships(
                (0..<z.rows).map { row in Coalition((0..<z.columns).filter { z[row, $0] == 1 }) }, players: z.columns),
            answers: Matrix(rows: z.rows, columns: 1, storage: try #require(check["y"]).doubles),
            weights: try #require(check["weights"]).doubles)
        let method = LIME(featureLimit: known.limit, selection: known.selection)
        let surrogate = try #require(try method.fit(neighbourhood).first)
        #expect(surrogate.coefficients.indices.filter { surrogate.coefficients[$0] != 0 } == known.players)
        #expect(relativeDifference(known.players.map { surrogate.coefficients[$0] }, known.coefficients) < 1e-9)
        #expect(surrogate.fit.map { abs($0 - known.fit) < 1e-9 } == true)
    }

    /// lime's weights of the same neighbourhood.
    @Test func weightsFollowTheNumberOfChangedPlayers() throws {
        let check = try #require(try GoldenCase("xgb_reg").expected["lime"]?["regression_check"])
        let z = try #require(check["z"]).matrix
        let weights = try #require(check["weights"]).doubles
        let ones = (0..<z.rows).map { z.row($0).reduce(0, +) }
        for (row, count) in ones.enumerated() {
            let found = LIME.weight(changed: z.columns - Int(count), width: 0.75 * 10.0.squareRoot())
            #expect(abs(found - weights[row]) < 1e-14)
        }
    }

    @Test(arguments: ["xgb_reg", "xgb_const_dup", "lgb_reg"]) func learnsTheSameBins(name: String) throws {
        let golden = try GoldenCase(name)
        let stats = try #require(golden.expected["lime"]?["stats"])
        for column in 0..<golden.schema.count {
            let values = (0..<golden.background.rows.rows).map { golden.background.rows[$0, column] }
            let learned = TabularColumn(values: values, weights: golden.background.weights, isCategorical: false)
            guard case .bins(let bins, let edges) = learned.form else { throw Golden.Missing(description: "bins") }
            #expect(edges == (try #require(stats["bins"]?[column])).doubles)
            #expect(bins.map(\.low) == (try #require(stats["mins"]?[column])).doubles)
            #expect(bins.map(\.high) == (try #require(stats["maxs"]?[column])).doubles)
            #expect(relativeDifference(bins.map(\.mean), try #require(stats["means"]?[column]).doubles) < 1e-13)
            let deviations = try #require(stats["stds"]?[column]).doubles
            #expect(zip(bins, deviations).allSatisfy { abs($0.deviation + 1e-11 - $1) < 1e-13 })
            let shares = try #require(stats["values"]?[column]).ints.map { bin in
                Double(values.filter { learned.code(of: $0) == bin }.count) / Double(values.count)
            }
            #expect(relativeDifference(shares, try #require(stats["freq"]?[column]).doubles) < 1e-14)
        }
    }

    struct Known: Sendable, CustomTestStringConvertible {
        var name: String
        var index: Int
        var testDescription: String { "\(name) \(index)" }
    }

    /// lime's mean over 10 seeds against ours, in units of the difference of two such means.
    @Test(arguments: [
        Known(name: "xgb_reg", index: 0), Known(name: "xgb_reg", index: 1), Known(name: "xgb_const_dup", index: 0),
    ])
    func coefficientsAgreeWithinTheSpreadOfSeeds(known: Known) throws {
        let golden = try GoldenCase(known.name)
        let entry = try #require(golden.expected["lime"]?["instances"]?[known.index])
        let instance = golden.instance(try #require(entry["instance"]?.asInt))
        let means = try #require(entry["coef_mean"]).doubles
        let spreads = try #require(entry["coef_std"]).doubles
        let runs = try (0..<10).map { seed in
            try LIME(samples: try #require(entry["num_samples"]?.asInt)).explain(
                model: golden.model, schema: golden.schema, instance: instance, background: golden.background,
                players: .features(of: golden.schema), space: .margin, outputs: [0],
                context: ComputeContext(seed: UInt64(seed)))
        }
        let surrogates = runs.compactMap(\.surrogates.first)
        let unit = (2.0 / 10).squareRoot()
        for player in means.indices {
            let mean = Summation.mean(surrogates.map { $0.coefficients[player] })
            #expect(abs(mean - means[player]) <= 4 * unit * spreads[player])
            #expect(abs(surrogates[0].coefficients[player] - means[player]) <= 4 * spreads[player])
        }
        let told = Summation.sum(surrogates.flatMap { ($0.standardErrors ?? []).map { $0 * $0 } }) / 10
        let seen = Summation.sum(spreads.map { $0 * $0 })
        #expect((0.6...1.6).contains(told / seen))
        let score = try #require(entry["score_run0"]?.asDouble)
        let fit = try #require(surrogates[0].fit)
        #expect(abs(fit - score) < 0.05)
    }
}
