import Synchronization
import Testing

@testable import ExplainCore

@Suite struct KernelSHAPTests {
    private static let estimators = [Estimator.leverage, .wls, .gpOdd]

    private func run(
        _ game: some CoalitionGame, budget: Int, _ estimator: Estimator = .leverage, seed: UInt64 = 0,
        parallelism: Int = 1, tolerance: Double = 0.05
    ) throws -> Attributions {
        try KernelSHAP(budget: budget, estimator: estimator, tolerance: tolerance).attributions(
            of: game, context: ComputeContext(seed: seed, parallelism: parallelism))
    }

    private func exact(_ game: some CoalitionGame) throws -> Attributions {
        try ExactEnumeration().attributions(of: game, context: ComputeContext())
    }

    @Test(arguments: estimators, 0...9)
    func everyBudgetIsKeptAndEveryAnswerAddsUp(estimator: Estimator, players: Int) throws {
        for budget in Array(2...40) + [64, 127, 128, 200, 511, 512, 513, 2000] {
            let game = CountingGame(TestGame.random(players: players, seed: 8, outputs: 2))
            let result = try run(game, budget: budget, estimator)
            #expect(result.evaluations == game.evaluations)
            #expect(game.coalitions.count == game.evaluations)
            #expect(game.evaluations <= budget)
            #expect(result.isExact == (game.evaluations == 1 << players))
            for output in 0..<2 {
                let sum = Summation.sum(result.values.row(output))
                #expect(abs(result.baseValues[output] + sum - result.fullValues[output]) < 1e-14)
            }
        }
    }

    @Test(arguments: estimators, 1...8)
    func aBudgetForAllCoalitionsIsExactAndSaysSo(estimator: Estimator, players: Int) throws {
        let game = TestGame.random(players: players, seed: 3, outputs: 2)
        let result = try run(game, budget: max(2, 1 << players), estimator)
        #expect(result.values == (try exact(game)).values)
        #expect(result.standardErrors?.storage.allSatisfy { $0 == 0 } == true)
        #expect(result.converged && result.isExact)
        #expect(result.evaluations == max(1 << players, 1))
    }

    @Test(arguments: estimators) func additiveGamesAreFoundToRounding(estimator: Estimator) throws {
        let weights = (0..<70).map { Double(($0 * 37) % 11) - 4.25 }
        for players in [3, 12, 70] {
            let game = TestGame.linear(Array(weights[..<players]), offset: 100)
            let result = try run(game, budget: 6 * players, estimator)
            #expect(relativeDifference(result.values.storage, weights[..<players]) < 1e-12)
        }
    }

    @Test(arguments: estimators) func oddGamesOfAllKindsGiveFiniteNumbers(estimator: Estimator) throws {
        for players in [2, 3, 9, 13, 80] {
            let games = [
                FunctionGame(players: players) { _ in 4 },
                FunctionGame(players: players) { $0.count % 2 == 0 ? 1 : -1 },
                FunctionGame(players: players) { $0.contains(0) && $0.contains(1) ? 1 : 0 },
                FunctionGame(players: players) { $0.contains(0) || $0.contains(1) ? 1e300 : -1e300 },
                FunctionGame(players: players) { $0.count == players ? 1e-300 : 0 },
            ]
            for game in games {
                for budget in [2, 3, 7, 2 * players, 2 * players + 9, 200] {
                    let result = try run(game, budget: budget, estimator)
                    #expect(result.values.storage.allSatisfy { $0.isFinite })
                    #expect(result.standardErrors?.storage.allSatisfy { $0.isFinite } ?? true)
                }
            }
            #expect(try run(games[0], budget: 200, estimator).values.storage.allSatisfy { $0 == 0 })
        }
    }

    @Test func aBudgetBelowTwoIsRefused() {
        #expect(throws: ExplainError.budgetTooSmall(1, minimum: 2)) {
            try run(TestGame.random(players: 3, seed: 1), budget: 1)
        }
    }

    @Test(arguments: estimators) func theSameSeedGivesTheSameBitsAtAnyNumberOfThreads(estimator: Estimator) throws {
        let game = TestGame.random(players: 14, seed: 6, outputs: 2)
        let one = try run(game, budget: 150, estimator, seed: 42)
        #expect(try run(game, budget: 150, estimator, seed: 42, parallelism: 2) == one)
        #expect(try run(game, budget: 150, estimator, seed: 42, parallelism: 4) == one)
        let batched = TestGame.random(players: 14, seed: 6, outputs: 2, preferredBatch: 1000)
        #expect(try run(batched, budget: 150, estimator, seed: 42, parallelism: 3) == one)
        #expect(try run(game, budget: 150, estimator, seed: 43) != one)
    }

    @Test func moreEvaluationsMeanLessError() throws {
        var last = Double.infinity
        for budget in [30, 120, 500, 2000] {
            var sum = 0.0
            for seed in 0..<10 as Range<UInt64> {
                let game = TestGame.smooth(players: 14, seed: seed)
                let truth = try exact(game).values.storage
                let found = try run(game, budget: budget, seed: seed).values.storage
                sum += relativeDifference(found, truth)
            }
            #expect(sum < 0.7 * last)
            last = sum
        }
        #expect(last / 10 < 0.01)
    }

    /// Over many games and seeds the 95 % intervals should hold the truth about 95 times in 100.
    @Test(arguments: [80, 150, 400]) func intervalsCoverTheTruth(budget: Int) throws {
        var inside = 0
        var all = 0
        for seed in 0..<40 as Range<UInt64> {
            let game = TestGame.smooth(players: 12, seed: seed)
            let truth = try exact(game).values.storage
            let result = try run(game, budget: budget, seed: seed)
            let errors = try #require(result.standardErrors).storage
            for player in 0..<12 {
                all += 1
                if abs(result.values[0, player] - truth[player]) <= 1.96 * errors[player] + 1e-12 { inside += 1 }
            }
        }
        #expect(Double(inside) / Double(all) > 0.9)
    }

    @Test func convergedMeansWithinTheTolerance() throws {
        let game = TestGame.smooth(players: 12, seed: 1)
        let result = try run(game, budget: 400, tolerance: 0.2)
        let widest = try #require(result.standardErrors).storage.max() ?? 0
        let largest = result.values.storage.reduce(0) { max($0, abs($1)) }
        let share = 1.96 * widest / largest
        #expect(share > 0 && share < 0.2)
        #expect(result.converged)
        #expect(try run(game, budget: 400, tolerance: share * 1.0001).converged)
        #expect(try !run(game, budget: 400, tolerance: share * 0.9999).converged)
        #expect(try !run(game, budget: 20).converged)
        #expect(try run(game, budget: 20).standardErrors == nil)
    }

    @Test(arguments: estimators) func whatTheDeadlineLeavesIsAnAnswer(estimator: Estimator) throws {
        let cancellation = Cancellation()
        let game = CountingGame(TestGame.smooth(players: 20, seed: 3))
        let context = ComputeContext(cancellation: cancellation) { if $0.done >= 150 { cancellation.expire() } }
        let result = try KernelSHAP(
            budget: 2000, estimator: estimator, tolerance: estimator == .gpOdd ? 1e-9 : 0.99
        ).attributions(of: game, context: context)
        #expect(result.evaluations <= game.evaluations)
        #expect(game.evaluations < 300)
        #expect(result.evaluations >= 142)
        #expect(!result.converged)
        #expect(result.standardErrors != nil)
        let full = try run(game.inner, budget: 2000)
        #expect(relativeDifference(result.values.storage, full.values.storage) < 0.3)
        #expect(abs(Summation.sum(result.values.storage) - result.fullValues[0] + result.baseValues[0]) < 1e-14)
    }

    /// 2^20 coalitions are a budget that covers all there are; 125,000 pairs of 40 players take too long to solve late.
    @Test(arguments: estimators, [(20, 1 << 20, 100), (40, 300_000, 250_000)])
    func theDeadlineOfALargeBudgetLeavesAnAnswer(estimator: Estimator, size: (Int, Int, Int)) throws {
        let (players, budget, stop) = size
        let cancellation = Cancellation()
        let game = CountingGame(TestGame.smooth(players: players, seed: 3))
        let context = ComputeContext(cancellation: cancellation) { if $0.done >= stop { cancellation.expire() } }
        let result = try KernelSHAP(budget: budget, estimator: estimator, tolerance: 1e-300).attributions(
            of: game, context: context)
        #expect(!result.converged && !result.isExact)
        #expect(result.evaluations <= game.evaluations && game.evaluations < stop + 5000)
        #expect(result.evaluations >= 2 + 2 * players)
        #expect(result.standardErrors?.storage.allSatisfy(\.isFinite) == true)
        #expect(abs(Summation.sum(result.values.storage) - result.fullValues[0] + result.baseValues[0]) < 1e-9)
    }

    @Test func aDeadlineBeforeEveryPlayerWasSeenIsAnError() {
        let cancellation = Cancellation()
        cancellation.expire()
        let context = ComputeContext(cancellation: cancellation)
        #expect(throws: ExplainError.deadlineExceeded) {
            try KernelSHAP(budget: 500).attributions(of: TestGame.smooth(players: 20, seed: 3), context: context)
        }
    }

    @Test func cancellationGivesNothing() {
        let cancellation = Cancellation()
        let game = CountingGame(TestGame.smooth(players: 20, seed: 3))
        let context = ComputeContext(cancellation: cancellation) { if $0.done >= 150 { cancellation.cancel() } }
        #expect(throws: ExplainError.cancelled) {
            try KernelSHAP(budget: 2000).attributions(of: game, context: context)
        }
        #expect(game.evaluations < 300)
    }

    @Test func failuresOfTheGameAreHandedOn() {
        let game = FunctionGame(players: 12) { $0.count == 5 ? .infinity : 0 }
        #expect(throws: ExplainError.self) { try run(game, budget: 200) }
    }

    /// Exchanging two players in game and design exchanges their values: nothing depends on the order of players.
    @Test func reorderingThePlayersReordersTheValues() throws {
        let order = [3, 5, 0, 1, 6, 2, 4]
        var random = CounterRandom(seed: 5, stream: 5)
        let design = try PairDesign(players: 7, pairs: 30, estimator: .leverage, random: &random)
        let sample = design.sample(first: 30)
        let odd = Matrix(rows: 30, columns: 1, storage: (0..<30).map { Double(($0 * 7919) % 31) })
        let plain = try PairRegression(
            players: 7, coalitions: sample.coalitions, weights: sample.weights, fractions: sample.fractions
        ).solve(odd: odd, totals: [2])
        let moved = try PairRegression(
            players: 7, coalitions: sample.coalitions.map { Coalition($0.members.map { order[$0] }) },
            weights: sample.weights, fractions: sample.fractions
        ).solve(odd: odd, totals: [2])
        let back = order.map { moved.values[0, $0] }
        #expect(relativeDifference(back, plain.values.storage) < 1e-12)
    }

    @Test func aPlayerWithoutInfluenceAndEqualPlayersOnARealModel() throws {
        let model = TestModel(features: 12) { row in
            let sum = row[0] + row[1] + row[2] * row[3] + row[4] * row[5] * row[6]
            return [sum + (row[7] > 0.4 ? row[8] : row[9] * row[10])]
        }
        var random = CounterRandom(seed: 1, stream: 1)
        var storage = (0..<(20 * 12)).map { _ in random.nextUnit() }
        for row in 0..<20 { storage[row * 12 + 1] = storage[row * 12] }
        let game = ModelGame(
            model: model, instance: [1, 1] + (2..<12).map { Double($0) / 10 },
            background: try Background(Matrix(rows: 20, columns: 12, storage: storage)),
            players: Players(names: (0..<12).map { "f\($0)" }, columns: (0..<12).map { [$0] }), space: .margin,
            outputs: [0])
        let result = try run(game, budget: 1000)
        let errors = try #require(result.standardErrors)
        #expect(abs(result.values[0, 11]) <= 4 * errors[0, 11] + 1e-12)
        #expect(abs(result.values[0, 0] - result.values[0, 1]) <= 4 * (errors[0, 0] + errors[0, 1]) + 1e-12)
        #expect(relativeDifference(result.values.storage, try exact(game).values.storage) < 0.02)
    }

    /// A deadline that passes with the last coalition of a step, before the next one is drawn.
    @Test(arguments: estimators) func aDeadlineBetweenStepsLeavesAnAnswer(estimator: Estimator) throws {
        let cancellation = Cancellation()
        let context = ComputeContext(cancellation: cancellation) { if $0.done >= 42 { cancellation.expire() } }
        let result = try KernelSHAP(budget: 1 << 14, estimator: estimator, tolerance: 1e-300).attributions(
            of: TestGame.smooth(players: 20, seed: 3), context: context)
        #expect(result.evaluations == 42 && !result.converged)
    }
}
