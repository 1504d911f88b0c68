import Testing

@testable import ExplainCore

/// Games at the edges of what estimators are made for.
@Suite struct EstimatorEdgeTests {
    private static let estimators = [Estimator.leverage, .wls, .gpOdd]

    private func run(
        _ game: some CoalitionGame, budget: Int, _ estimator: Estimator, seed: UInt64 = 0
    ) throws -> Attributions {
        try KernelSHAP(budget: budget, estimator: estimator).attributions(of: game, context: ComputeContext(seed: seed))
    }

    private func isSound(_ result: Attributions) -> Bool {
        let numbers = result.values.storage + (result.standardErrors?.storage ?? [])
        let scale = abs(result.fullValues[0]) + abs(result.baseValues[0])
        let missing = Summation.sum(result.values.storage) + result.baseValues[0] - result.fullValues[0]
        let largest = result.values.storage.reduce(scale) { max($0, abs($1)) }
        return numbers.allSatisfy(\.isFinite) && abs(missing) <= 1e-13 * largest
            && (result.standardErrors?.storage.allSatisfy { $0 >= 0 } ?? true)
    }

    @Test(arguments: estimators, [1, 2]) func oneAndTwoPlayersAreExact(estimator: Estimator, players: Int) throws {
        for budget in 2...40 where budget >= 1 << players {
            let result = try run(TestGame.random(players: players, seed: 5), budget: budget, estimator)
            let truth = try ExactEnumeration().attributions(
                of: TestGame.random(players: players, seed: 5), context: ComputeContext())
            #expect(result.isExact && result.converged && result.values == truth.values)
        }
    }

    /// Scales at which squares and products of values overflow or vanish.
    @Test(arguments: estimators, [-1000, -300, 300, 1000]) func scalesDoNotMatter(estimator: Estimator, exponent: Int)
        throws
    {
        let scale = Double(sign: .plus, exponent: exponent, significand: 1)
        let game = TestGame.smooth(players: 11, seed: 2)
        let scaled = FunctionGame(players: 11) { coalition in
            var value = [0.0]
            var span = value.mutableSpan
            try? game.evaluate([coalition], into: &span)
            return value[0] * scale
        }
        for budget in [9, 20, 30, 60, 200] {
            let plain = try run(game, budget: budget, estimator)
            let result = try run(scaled, budget: budget, estimator)
            #expect(isSound(result))
            #expect(result.evaluations == plain.evaluations)
            #expect(relativeDifference(result.values.storage.map { $0 / scale }, plain.values.storage) < 1e-9)
        }
    }

    /// Half of the players are copies: their values depend on the design alone, and agree within their errors.
    @Test(arguments: estimators) func copiesOfPlayersGetEqualValues(estimator: Estimator) throws {
        let game = FunctionGame(players: 12) { coalition in
            let count = coalition.members.count { $0 % 2 == 0 }
            let others = coalition.members.reduce(0.0) { $0 + ($1 % 2 == 1 ? Double($1) / 10 : 0) }
            return Double(count * count) / 10 + others * Double(count)
        }
        for budget in [30, 40, 90, 300] {
            let result = try run(game, budget: budget, estimator)
            #expect(isSound(result))
            guard let errors = result.standardErrors else { continue }
            for player in stride(from: 2, to: 12, by: 2) {
                let difference = abs(result.values[0, player] - result.values[0, 0])
                #expect(difference <= 5 * (errors[0, player] + errors[0, 0]) + 1e-12)
            }
        }
    }

    /// Values without any structure: nothing to learn, and intervals that know it.
    @Test(arguments: estimators) func noiseIsCoveredByItsIntervals(estimator: Estimator) throws {
        var held = 0
        var all = 0
        for seed in 0..<25 as Range<UInt64> {
            let game = TestGame.random(players: 10, seed: seed)
            let truth = try ExactEnumeration().attributions(of: game, context: ComputeContext()).values.storage
            let result = try run(game, budget: 200, estimator, seed: seed)
            #expect(isSound(result))
            #expect(!result.converged)
            let errors = try #require(result.standardErrors).storage
            for player in 0..<10 {
                all += 1
                if abs(result.values[0, player] - truth[player]) <= 1.96 * errors[player] { held += 1 }
            }
        }
        #expect(Double(held) / Double(all) > 0.88)
    }

    /// A jump that one coalition alone sees, and a single pair of players that matters.
    @Test(arguments: estimators) func rareJumpsGiveSoundNumbers(estimator: Estimator) throws {
        for players in [3, 5, 8, 13, 40] {
            let all = Coalition(all: players)
            let games = [
                FunctionGame(players: players) { $0 == all ? 1 : 0 },
                FunctionGame(players: players) { $0.isEmpty ? 1 : 0 },
                FunctionGame(players: players) { $0.contains(0) != $0.contains(1) ? 1e-200 : -1e-200 },
                FunctionGame(players: players) { $0.count % 2 == 0 ? 1 : -1 },
                FunctionGame(players: players) { 1e15 + ($0.contains(2) ? 1e-3 : 0) },
            ]
            for game in games {
                for budget in Array(2...40) + [3 * players, 5 * players + 1, 300] {
                    #expect(isSound(try run(game, budget: budget, estimator)))
                }
            }
        }
    }

    private static let models = ["skl_mlp_bin", "skl_softmax", "skl_logit", "xgb_reg"]

    private func games(_ name: String) throws -> [(game: TabulatedGame, truth: [Double])] {
        let golden = try GoldenCase(name)
        return try (0..<4).map { instance in
            let space: OutputSpace = name == "xgb_reg" ? .margin : .probability
            let game = try TabulatedGame(golden.game(instance: instance, space: space, outputs: [0]))
            return (game, try ExactEnumeration().attributions(of: game, context: ComputeContext()).values.storage)
        }
    }

    @Test(arguments: models, [Estimator.leverage, .gpOdd])
    func intervalsHoldTheTruthOfEveryModel(name: String, estimator: Estimator) throws {
        let study = EstimatorStudy(estimator: estimator, runs: 6)
        var coverage = EstimatorStudy.Share()
        for (game, truth) in try games(name) {
            for multiple in [6, 10, 20] {
                coverage += try study.coverage(of: game, truth: truth, budget: multiple * game.playerCount + 2)
            }
        }
        let share = try #require(coverage.value)
        #expect(share >= 0.9 && share <= 0.995)
    }

    @Test func convergedRunsAreWithinTheTolerance() throws {
        let study = EstimatorStudy(estimator: .gpOdd, runs: 8)
        var promise = EstimatorStudy.Share()
        for name in Self.models {
            for (game, truth) in try games(name) {
                promise += try study.promise(
                    of: game, truth: truth, budget: 24 * game.playerCount + 2, tolerance: 0.05
                ).share
            }
        }
        #expect(promise.all > 60)
        #expect(try #require(promise.value) >= 0.93)
    }
}
