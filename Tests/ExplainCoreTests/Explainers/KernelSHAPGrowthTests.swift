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

    /// The estimate from the first pairs of a design, with the odd values and the total of a game.
    private struct Sampled {
        let estimate: PairEstimate
        let odd: Matrix
        let totals: [Double]

        init(
            _ game: FunctionGame, pairs: Int, of planned: Int, estimator: Estimator = .gpOdd,
            random: CounterRandom = CounterRandom(seed: 5)
        ) throws {
            let players = game.playerCount
            var random = random
            let design = try PairDesign(players: players, pairs: planned, estimator: .gpOdd, random: &random)
            var asked: [Coalition] = []
            for coalition in design.coalitions[..<pairs] { asked += [coalition, coalition.complement(of: players)] }
            asked += [Coalition(all: players), Coalition()]
            var values = [Double](repeating: 0, count: asked.count)
            var span = values.mutableSpan
            try game.evaluate(asked[...], into: &span)
            var odd = Matrix(rows: pairs, columns: 1)
            for pair in 0..<pairs { odd[pair, 0] = (values[2 * pair] - values[2 * pair + 1]) / 2 }
            self.odd = odd
            totals = [values[2 * pairs] - values[2 * pairs + 1]]
            estimate = PairEstimate(estimator: estimator, players: players, sample: design.sample(first: pairs))
        }

        func solve(
            keeping kept: [Int: OddProcessFit.Choice]? = nil, _ context: ComputeContext = ComputeContext()
        ) throws -> PairEstimate.Fitted {
            try estimate.solve(odd: odd, totals: totals, keeping: kept, context: context)
        }
    }

    /// A fit that keeps what it chose itself gives what it gave.
    @Test func whatWasChosenIsKept() throws {
        let game = TestGame.smooth(players: 12, seed: 5)
        let sampled = try Sampled(game, pairs: 60, of: 60)
        let tuned = try sampled.solve()
        #expect(tuned.choices.count == 1)
        let kept = try sampled.solve(keeping: tuned.choices)
        #expect(kept.choices == tuned.choices)
        #expect(relativeDifference(kept.solution.values.storage, tuned.solution.values.storage) < 1e-9)
        let (errors, others) = (tuned.solution.cautiousErrors, kept.solution.cautiousErrors)
        #expect(relativeDifference(try #require(others).storage, try #require(errors).storage) < 1e-6)
        let plain = try sampled.solve(keeping: [:]).solution
        let regression = try Sampled(game, pairs: 60, of: 60, estimator: .leverage).solve()
        #expect(plain.values == regression.solution.values)
    }

    /// Choices stay while they show errors of more than twice the tolerance, and nothing has converged by them.
    @Test func onlyFitsFarFromTheToleranceKeepChoices() throws {
        let sampled = try Sampled(TestGame.smooth(players: 12, seed: 5), pairs: 60, of: 60)
        let tuned = try sampled.solve()
        var other = try #require(tuned.choices[0])
        other.setting.tau = 0.2
        let kept = try sampled.solve(keeping: [0: other]).solution
        #expect(kept.values != tuned.solution.values)
        let largest = kept.values.storage.reduce(0) { max($0, abs($1)) }
        let share = 1.96 * (try #require(kept.cautiousErrors).storage.reduce(0, max)) / largest
        for (tolerance, mayKeep, isTuned) in [
            (share / 3, true, false), (share / 3, false, true), (share / 1.5, true, true), (2 * share, true, true),
        ] {
            var growth = KernelSHAP.Growth()
            growth.tuned([0: other], pairs: 30)
            let found = try KernelSHAP(budget: 122, tolerance: tolerance).growing(
                sampled.estimate, odd: sampled.odd, totals: sampled.totals, mayKeep: mayKeep, &growth,
                ComputeContext())
            #expect(found.isTuned == isTuned)
            #expect(found.solution.values == (isTuned ? tuned.solution.values : kept.values))
            #expect(growth.choices(for: 60) == (isTuned ? tuned.choices : [0: other]))
        }
    }

    /// What a run that stopped early answers, or one that spent its budget, is what a tuned fit to its pairs gives; with
    /// cautious errors where it stopped by them.
    @Test func theAnswerIsThatOfATunedFit() throws {
        let game = TestGame.smooth(players: 20, seed: 1)
        var stoppedByLargerErrors = 0
        for tolerance in [0.1, 0.05, 0.03, 0.02, 0.01, 1e-9] {
            let result = try KernelSHAP(budget: 700, tolerance: tolerance).attributions(
                of: game, context: ComputeContext())
            #expect(tolerance > 1e-9 || (!result.converged && result.evaluations == 700))
            let known = try Sampled(
                game, pairs: result.evaluations / 2 - 1, of: 349, random: CounterRandom(seed: 0, stream: 1)
            ).solve().solution
            #expect(result.values == known.values)
            #expect(result.standardErrors == (result.converged ? known.cautiousErrors : known.standardErrors))
            if result.converged, known.cautiousErrors != known.standardErrors { stoppedByLargerErrors += 1 }
        }
        #expect(stoppedByLargerErrors > 0)
    }

    @Test func convergenceIsOfAllOutputsByCautiousErrorsOfEnoughPairs() {
        func hasConverged(_ errors: [Double], cautious: [Double]?, pairs: Int) -> Bool {
            var solution = PairRegression.Solution(values: Matrix(rows: 2, columns: 5, repeating: 1), residuals: nil)
            solution.standardErrors = Matrix(rows: 2, columns: 5, storage: errors.flatMap { [0, $0, 0, 0, 0] })
            solution.cautiousErrors = cautious.map {
                Matrix(rows: 2, columns: 5, storage: $0.flatMap { [0, 0, 0, $0, 0] })
            }
            return KernelSHAP(budget: 40).hasConverged(solution, pairs: pairs, within: 0.1)
        }
        #expect(hasConverged([0.05, 0.05], cautious: [0.05, 0.05], pairs: 13))
        #expect(!hasConverged([0.05, 0.05], cautious: [0.05, 0.06], pairs: 13))
        #expect(!hasConverged([0.05, 0.05], cautious: [0.06, 0.05], pairs: 13))
        #expect(!hasConverged([0.05, 0.06], cautious: nil, pairs: 13))
        #expect(!hasConverged([0.05, 0.05], cautious: [0.05, 0.05], pairs: 12))
        #expect(hasConverged([0, 0], cautious: [1e-10, 0], pairs: 12))
    }

    /// A fit to many pairs takes too long for an answer that is late already.
    @Test(arguments: [(200, true), (300, false)]) func onlyFewPairsAreFittedAfterTheDeadline(
        pairs: Int, isFitted: Bool
    ) throws {
        let game = TestGame.smooth(players: 12, seed: 5)
        let cancellation = Cancellation()
        cancellation.expire()
        let late = try Sampled(game, pairs: pairs, of: pairs).solve(ComputeContext(cancellation: cancellation))
        let plain = try Sampled(game, pairs: pairs, of: pairs, estimator: .leverage).solve()
        #expect(late.choices.isEmpty == !isFitted)
        #expect((late.solution.values == plain.solution.values) == !isFitted)
    }
}
