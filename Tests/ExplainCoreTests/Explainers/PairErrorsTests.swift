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
}
