import Testing

@testable import ExplainCore

@Suite struct KernelSHAPGrowthTests {
    private let choices = [
        0: OddProcessFit.Choice(relative: [1], setting: OddProcess.Setting(tau: 0.1, amplitude: 0.1, noise: 1e-6))
    ]

    @Test func choicesAreKeptForThreeTimesThePairs() {
        var growth = KernelSHAP.Growth()
        #expect(growth.choices(for: 1) == nil)
        growth.tuned(choices, pairs: 50)
        #expect(growth.choices(for: 150) == choices)
        #expect(growth.choices(for: 151) == nil)
        growth.tuned(choices, pairs: 1000)
        #expect(growth.choices(for: 1024) == choices)
        #expect(growth.choices(for: 1025) == nil)
    }

    /// A fit that keeps what it chose itself gives what it gave.
    @Test func whatWasChosenIsKept() throws {
        let (players, pairs) = (12, 60)
        var random = CounterRandom(seed: 5)
        let design = try PairDesign(players: players, pairs: pairs, estimator: .gpOdd, random: &random)
        let game = TestGame.smooth(players: players, seed: 5)
        var asked: [Coalition] = []
        for coalition in design.coalitions { asked += [coalition, coalition.complement(of: players)] }
        asked += [Coalition(all: players), Coalition()]
        var values = [Double](repeating: 0, count: asked.count)
        var span = values.mutableSpan
        try game.evaluate(asked[...], into: &span)
        var odd = Matrix(rows: pairs, columns: 1)
        for pair in 0..<pairs { odd[pair, 0] = (values[2 * pair] - values[2 * pair + 1]) / 2 }
        let totals = [values[2 * pairs] - values[2 * pairs + 1]]
        let estimate = PairEstimate(estimator: .gpOdd, players: players, sample: design.sample(first: pairs))
        let tuned = try estimate.solve(odd: odd, totals: totals, context: ComputeContext())
        #expect(tuned.choices.count == 1)
        let kept = try estimate.solve(odd: odd, totals: totals, keeping: tuned.choices, context: ComputeContext())
        #expect(kept.choices == tuned.choices)
        #expect(relativeDifference(kept.solution.values.storage, tuned.solution.values.storage) < 1e-9)
        let (errors, others) = (tuned.solution.cautiousErrors, kept.solution.cautiousErrors)
        #expect(relativeDifference(try #require(others).storage, try #require(errors).storage) < 1e-6)
        let plain = try estimate.solve(odd: odd, totals: totals, keeping: [:], context: ComputeContext()).solution
        let regression = try PairEstimate(
            estimator: .leverage, players: players, sample: design.sample(first: pairs)
        ).solve(odd: odd, totals: totals, context: ComputeContext())
        #expect(plain.values == regression.solution.values)
    }
}
