import Testing

@testable import ExplainCore

@Suite struct GPOddTests {
    private func run(
        _ game: some CoalitionGame, budget: Int, seed: UInt64 = 0, parallelism: Int = 1, tolerance: Double = 1e-9
    ) throws -> Attributions {
        try KernelSHAP(budget: budget, estimator: .gpOdd, tolerance: tolerance).attributions(
            of: game, context: ComputeContext(seed: seed, parallelism: parallelism))
    }

    private func exact(_ game: some CoalitionGame) throws -> [Double] {
        try ExactEnumeration().attributions(of: game, context: ComputeContext()).values.storage
    }

    /// ||found - truth||^2 / ||truth||^2.
    private func error(_ found: [Double], _ truth: [Double]) -> Double {
        zip(found, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / truth.reduce(0) { $0 + $1 * $1 }
    }

    private static let cases: [(name: String, space: OutputSpace)] = [
        ("skl_logit", .probability), ("skl_mlp_bin", .probability), ("skl_mlp_reg", .margin),
        ("skl_rf_diabetes", .margin), ("xgb_reg", .margin), ("xgb_missing", .margin),
    ]

    /// At 10 n coalitions, over models whose exact values are known: a third of the regression's error at most.
    @Test func errorsAreAFractionOfTheRegressions() throws {
        var logarithms = (process: 0.0, regression: 0.0)
        for (name, space) in Self.cases {
            let golden = try GoldenCase(name)
            let game = golden.game(instance: 0, space: space, outputs: [0])
            let truth = try exact(game)
            var sums = (process: 0.0, regression: 0.0)
            for seed in 0..<8 as Range<UInt64> {
                let budget = 10 * game.playerCount
                sums.process += error(try run(game, budget: budget, seed: seed).values.storage, truth)
                let plain = try KernelSHAP(budget: budget, estimator: .leverage).attributions(
                    of: game, context: ComputeContext(seed: seed))
                sums.regression += error(plain.values.storage, truth)
            }
            logarithms.process += logarithm(sums.process / 8)
            logarithms.regression += logarithm(sums.regression / 8)
        }
        let count = Double(Self.cases.count)
        #expect(logarithms.process / count < logarithm(1e-3))
        #expect((logarithms.process - logarithms.regression) / count < logarithm(0.5))
    }

    /// The binary logarithm to within 0.1, enough to compare geometric means.
    private func logarithm(_ value: Double) -> Double { Double(value.exponent) + value.significand - 1 }

    @Test(arguments: [3, 4, 5, 12, 64, 200]) func additiveGamesAreFoundToRounding(players: Int) throws {
        let weights = (0..<players).map { Double(($0 * 37) % 11) - 4.25 }
        for budget in [2 * players + 2, 3 * players + 2, 10 * players] {
            let result = try run(TestGame.linear(weights, offset: 7), budget: budget)
            #expect(relativeDifference(result.values.storage, weights) < 1e-10)
        }
    }

    @Test func everyBudgetGivesFiniteNumbersThatAddUp() throws {
        for players in 1...7 {
            let game = TestGame.random(players: players, seed: 2)
            for budget in 2...130 {
                let result = try run(game, budget: budget)
                #expect(result.evaluations <= budget)
                #expect(result.values.storage.allSatisfy { $0.isFinite })
                let sum = result.baseValues[0] + Summation.sum(result.values.storage)
                #expect(abs(sum - result.fullValues[0]) < 1e-14)
            }
        }
    }

    @Test(arguments: [9, 12, 13]) func constantAndParityGames(players: Int) throws {
        let constant = try run(FunctionGame(players: players) { _ in 3 }, budget: 100, tolerance: 0.05)
        #expect(constant.values.storage.allSatisfy { $0 == 0 })
        #expect(constant.converged && constant.evaluations < 100)
        let parity = try run(
            FunctionGame(players: players) { $0.count % 2 == 0 ? 1 : -1 }, budget: 200, tolerance: 0.05)
        let truth = players % 2 == 0 ? 0 : -2 / Double(players)
        let errors = try #require(parity.standardErrors).storage
        #expect(zip(parity.values.storage, errors).allSatisfy { abs($0 - truth) <= 5 * $1 + 1e-12 })
    }

    @Test func equalPlayersGetEqualValuesWithinTheirErrors() throws {
        let game = FunctionGame(players: 14) { coalition in
            let sum = coalition.members.reduce(0.0) { $0 + ($1 < 4 ? 1 : 0.1 * Double($1)) }
            return sum / (1 + sum)
        }
        let result = try run(game, budget: 200)
        let errors = try #require(result.standardErrors)
        for player in 1..<4 {
            let difference = abs(result.values[0, player] - result.values[0, 0])
            #expect(difference <= 4 * (errors[0, player] + errors[0, 0]) + 1e-12)
        }
    }

    /// Outputs do not see each other, whatever their scales.
    @Test func severalOutputsAreFittedOneByOne() throws {
        let one = TestGame.smooth(players: 12, seed: 1)
        let pair = FunctionGame(players: 12, outputs: 2) { coalition in
            var value = [0.0]
            var span = value.mutableSpan
            try? one.evaluate([coalition], into: &span)
            return [value[0], 0x1p-900 * value[0]]
        }
        let alone = try run(one, budget: 120)
        let both = try run(pair, budget: 120)
        #expect(both.values.row(0).elementsEqual(alone.values.storage))
        #expect(relativeDifference(both.values.row(1).map { $0 * 0x1p900 }, alone.values.storage) < 1e-12)
    }

    @Test func theSameBitsAtAnyNumberOfThreads() throws {
        let game = TestGame.smooth(players: 30, seed: 4)
        let one = try run(game, budget: 302, seed: 7)
        #expect(try run(game, budget: 302, seed: 7, parallelism: 2) == one)
        #expect(try run(game, budget: 302, seed: 7, parallelism: 5) == one)
    }

    /// A run that stops early gives what a run with that budget gives up to its design, and says that it converged.
    @Test func stopsWhenTheToleranceIsReached() throws {
        let game = CountingGame(TestGame.smooth(players: 20, seed: 1))
        let result = try run(game, budget: 1000, tolerance: 0.1)
        #expect(result.converged && !result.isExact)
        #expect(game.evaluations == result.evaluations && result.evaluations < 1000)
        let widest = try #require(result.standardErrors).storage.max() ?? 0
        #expect(1.96 * widest <= 0.1 * result.values.storage.reduce(0) { max($0, abs($1)) })
    }

    /// Of the runs that converged, 93 % at least keep the promise; of all intervals 90 % at least hold the truth.
    @Test func keepsThePromiseAndCoversTheTruth() throws {
        var kept = (inside: 0, all: 0)
        var covered = (inside: 0, all: 0)
        for (name, space) in Self.cases {
            let golden = try GoldenCase(name)
            let game = golden.game(instance: 1, space: space, outputs: [0])
            let truth = try exact(game)
            let largest = truth.reduce(0) { max($0, abs($1)) }
            for seed in 0..<12 as Range<UInt64> {
                let result = try run(game, budget: 30 * game.playerCount, seed: seed, tolerance: 0.05)
                let misses = zip(result.values.storage, truth).map { abs($0 - $1) }
                if result.converged {
                    kept.all += 1
                    if misses.allSatisfy({ $0 <= 0.05 * largest }) { kept.inside += 1 }
                }
                let errors = try #require(result.standardErrors).storage
                covered.all += misses.count
                covered.inside += zip(misses, errors).count { $0 <= 1.96 * $1 + 1e-12 * largest }
            }
        }
        #expect(kept.all > 0)
        #expect(Double(kept.inside) >= 0.93 * Double(kept.all))
        #expect(Double(covered.inside) >= 0.9 * Double(covered.all))
    }

    @Test func aBudgetForAllCoalitionsIsSpentOnlyWithoutATolerance() throws {
        let game = TestGame.smooth(players: 10, seed: 1)
        let stopped = try KernelSHAP(budget: 1024, tolerance: 0.05).attributions(of: game, context: ComputeContext())
        #expect(stopped.converged && !stopped.isExact && stopped.evaluations < 512)
        let widest = try #require(stopped.standardErrors).storage.reduce(0, max)
        #expect(1.96 * widest <= 0.05 * stopped.values.storage.reduce(0) { max($0, abs($1)) })
        let exact = try KernelSHAP(budget: 1024, tolerance: 0).attributions(of: game, context: ComputeContext())
        #expect(exact.converged && exact.isExact && exact.evaluations == 1024)
    }

    @Test func manyPairsAreLeftToTheRegression() throws {
        let game = TestGame.smooth(players: 30, seed: 1)
        let result = try run(game, budget: 2 * PairEstimate.mostPairs + 4)
        #expect(result.estimator == .gpOdd)
        #expect(relativeDifference(result.values.storage, try run(game, budget: 1000).values.storage) < 0.02)
    }
}
