import Testing

@testable import ExplainCore

@Suite struct PairErrorsTests {
    private let players = 5
    private let coalitions = (1..<15).map { Coalition(bits: UInt64($0)) }

    private func regression() throws -> PairRegression {
        try PairRegression(
            players: players, coalitions: coalitions, weights: coalitions.map { _ in 1 },
            fractions: coalitions.map { _ in 0 })
    }

    private func solution(_ processes: [Int: OddProcessFit.Result]) throws -> PairRegression.Solution {
        let residuals = coalitions.indices.map { Double($0 * 5 % 7) - 3 }
        return try PairErrors(players: players, pairs: coalitions.count, processes: processes).added(
            to: PairRegression.Solution(
                values: Matrix(rows: 1, columns: players),
                residuals: Matrix(rows: residuals.count, columns: 1, storage: residuals)),
            regression(), .never)
    }

    private func process(deviation: Double, misfit: Double) -> OddProcessFit.Result {
        OddProcessFit.Result(
            values: [0, 0, 0, 0, 0], residuals: [], deviations: [Double](repeating: deviation, count: players),
            misfit: misfit,
            choice: OddProcessFit.Choice(
                relative: [1, 1, 1, 1, 1], setting: OddProcess.Setting(tau: 0.1, amplitude: 0.1, noise: 1e-6)))
    }

    @Test func deviationsAreScaledByTheMisfit() throws {
        let pairs = Double(coalitions.count)
        let found = try solution([0: process(deviation: 100, misfit: pairs / 4)])
        let factor = 1.25 * StudentFactor.value(degreesOfFreedom: pairs - 5)
        for error in try #require(found.standardErrors).storage { #expect(abs(error - 50 * factor) < 1e-9) }
        let safer =
            125 * ((pairs / 4 + 1) / (pairs + 1)).squareRoot() * StudentFactor.value(degreesOfFreedom: pairs - 4)
        for error in try #require(found.cautiousErrors).storage { #expect(abs(error - safer) < 1e-9) }
    }

    @Test func residualsAreAFloor() throws {
        let found = try solution([0: process(deviation: 1e-9, misfit: 1)])
        let residuals = try #require(found.residuals)
        for (isDamped, errors) in [(true, found.standardErrors), (false, found.cautiousErrors)] {
            let floor = try regression().sandwich(residuals: residuals, damped: isDamped, checkpoint: .never)
            #expect(errors == (try #require(floor)).errors)
        }
    }

    @Test func aRegressionsErrorsAreWidened() throws {
        let found = try solution([:])
        let jackknife = try regression().sandwich(
            residuals: try #require(found.residuals), damped: false, checkpoint: .never)
        let plain = try #require(jackknife)
        for player in 0..<players {
            let error = try #require(found.standardErrors)[0, player]
            let factor = StudentFactor.value(degreesOfFreedom: plain.degrees[0, player])
            #expect(factor > 1.05 && abs(error - factor * plain.errors[0, player]) < 1e-12)
        }
        #expect(found.cautiousErrors == found.standardErrors)
    }

    /// With equal weights and no finite population: s^2 times the diagonal of the projected inverse, where s^2 is the sum of
    /// squared residuals over the pairs beyond those that determine the values.
    @Test func pooledErrorsAreThoseOfEqualVariances() throws {
        let odd = coalitions.indices.map { Double($0 * 5 % 7) - 3 }
        let regression = try regression()
        let solution = try regression.solve(odd: Matrix(rows: odd.count, columns: 1, storage: odd), totals: [2])
        let inverse = try #require(try regression.projectedInverse(.never))
        let squares = zip(coalitions, odd).reduce(0.0) { sum, pair in
            let fitted = pair.0.members.reduce(-1.0) { $0 + solution.values[0, $1] }
            return sum + (pair.1 - fitted) * (pair.1 - fitted)
        }
        let freedom = Double(coalitions.count - players + 1)
        let factor = StudentFactor.value(degreesOfFreedom: freedom)
        for player in 0..<players {
            let expected = factor * (squares / freedom * inverse[player, player]).squareRoot()
            #expect(abs(try #require(solution.pooledErrors)[0, player] - expected) < 1e-12)
        }
    }

    /// Player 0 is in one pair alone, which is met exactly: the other pairs tell what that is worth.
    @Test func aPairThatAloneDecidesAValueHasTheOthersErrors() throws {
        let coalitions = [Coalition([0])] + (1..<15).map { Coalition(bits: UInt64($0) << 1) }
        let flat = coalitions.map { Double($0.low * 13 % 7) }
        let regression = try PairRegression(
            players: players, coalitions: coalitions, weights: coalitions.map { _ in 1 },
            fractions: coalitions.map { _ in 0 })
        let solution = try regression.solve(odd: Matrix(rows: 15, columns: 1, storage: flat), totals: [3])
        let widened = PairErrors.widened(solution, pairs: 15)
        let smallest = try #require(widened.standardErrors).storage.min() ?? 0
        #expect(smallest > 0.5)
        #expect(widened.cautiousErrors == widened.standardErrors)
        for (error, plain) in zip(
            try #require(widened.standardErrors).storage, try #require(solution.standardErrors).storage)
        {
            #expect(error >= plain)
        }
    }

    @Test func aRegressionWithFewPairsToSpareTellsNoErrors() throws {
        var solution = PairRegression.Solution(values: Matrix(rows: 1, columns: players))
        solution.standardErrors = Matrix(rows: 1, columns: players, repeating: 2)
        solution.pooledErrors = Matrix(rows: 1, columns: players, storage: [1, 2, 3, 4, 5])
        let few = PairErrors.widened(solution, pairs: players + 7)
        #expect(few.standardErrors == nil)
        #expect(few.cautiousErrors?.storage == [2, 2, 3, 4, 5])
        #expect(PairErrors.widened(solution, pairs: players + 8).standardErrors?.storage == [2, 2, 3, 4, 5])
    }
}
