import Synchronization
import Testing

@testable import ExplainCore

@Suite struct ExactEnumerationTests {
    private func values(_ game: some CoalitionGame, parallelism: Int = 1) throws -> Attributions {
        try ExactEnumeration().attributions(of: game, context: ComputeContext(parallelism: parallelism))
    }

    @Test(arguments: 0...10) func valuesAddUpToTheWhole(players: Int) throws {
        let result = try values(TestGame.random(players: players, seed: 5, outputs: 3))
        for output in 0..<3 {
            let sum = Summation.sum(result.values.row(output))
            #expect(abs(result.baseValues[output] + sum - result.fullValues[output]) < 4e-16 * Double(players + 1))
        }
        #expect(result.evaluations == 1 << players)
        #expect(result.converged)
    }

    @Test func gamesByHand() throws {
        #expect(try values(FunctionGame(players: 0) { _ in 7 }).values.storage == [])
        #expect(try values(FunctionGame(players: 1) { $0.isEmpty ? 2 : 5 }).values.storage == [3])
        // A glove game: player 0 owns a left glove, players 1 and 2 a right one (Shapley values 4/6, 1/6, 1/6).
        let gloves = FunctionGame(players: 3) { $0.contains(0) && $0.count > 1 ? 1 : 0 }
        #expect(relativeDifference(try values(gloves).values.storage, [4.0 / 6, 1.0 / 6, 1.0 / 6]) < 1e-15)
    }

    @Test func aPlayerWithoutInfluenceGetsExactlyNothing() throws {
        let game = FunctionGame(players: 6) { coalition in
            var random = CounterRandom(seed: 1, stream: coalition.low & 0b110111)
            return random.nextUnit()
        }
        #expect(try values(game).values[0, 3] == 0)
    }

    @Test func exchangeablePlayersGetTheSame() throws {
        let game = FunctionGame(players: 7) { coalition in
            let both = UInt64((coalition.low & 0b11).nonzeroBitCount)
            var random = CounterRandom(seed: 2, stream: coalition.low & ~0b11 | both << 40)
            return random.nextUnit()
        }
        let result = try values(game).values
        #expect(abs(result[0, 0] - result[0, 1]) < 1e-15)
    }

    @Test func theValueOfASumIsTheSumOfTheValues() throws {
        let first = TestGame.random(players: 8, seed: 3)
        let second = TestGame.random(players: 8, seed: 4)
        let both = FunctionGame(players: 8) { coalition in
            var random = CounterRandom(seed: 3, stream: coalition.low)
            var other = CounterRandom(seed: 4, stream: coalition.low)
            return 2 * random.nextUnit() - 3 * other.nextUnit()
        }
        let parts = zip(try values(first).values.storage, try values(second).values.storage).map { 2 * $0 - 3 * $1 }
        #expect(relativeDifference(try values(both).values.storage, parts) < 1e-13)
    }

    @Test func reorderingThePlayersReordersTheValues() throws {
        let order = [4, 2, 6, 0, 5, 1, 3]
        let game = TestGame.random(players: 7, seed: 9)
        let reordered = FunctionGame(players: 7) { coalition in
            var random = CounterRandom(seed: 9, stream: Coalition(coalition.members.map { order[$0] }).low)
            return random.nextUnit()
        }
        let plain = try values(game).values
        let found = try values(reordered).values.storage
        #expect(relativeDifference(found, order.map { plain[0, $0] }) < 1e-14)
    }

    @Test func theSameBitsAtAnyNumberOfThreadsAndAnyBatch() throws {
        let one = try values(TestGame.random(players: 11, seed: 6, outputs: 2))
        for parallelism in [2, 4] {
            for batch in [1, 7, 64, 100_000] {
                let game = TestGame.random(players: 11, seed: 6, outputs: 2, preferredBatch: batch)
                #expect(try values(game, parallelism: parallelism) == one)
            }
        }
    }

    @Test func everyCoalitionIsEvaluatedOnce() throws {
        let game = CountingGame(TestGame.random(players: 9, seed: 1))
        _ = try values(game, parallelism: 2)
        #expect(game.evaluations == 512)
        #expect(game.coalitions.count == 512)
    }

    @Test func progressRisesToTheTotal() throws {
        let reports = Mutex<[Progress]>([])
        let context = ComputeContext(parallelism: 4) { progress in reports.withLock { $0.append(progress) } }
        _ = try ExactEnumeration().attributions(of: TestGame.random(players: 10, seed: 1), context: context)
        let done = reports.withLock { $0.map(\.done) }
        #expect(done == done.sorted())
        #expect(done.last == 1024)
        #expect(done.count > 10)
        #expect(reports.withLock { $0.allSatisfy { $0.total == 1024 } })
    }

    @Test(arguments: [ExplainError.cancelled, .deadlineExceeded])
    func cancellationAndDeadlineStopBetweenChunks(error: ExplainError) throws {
        let cancellation = Cancellation()
        let game = CountingGame(TestGame.random(players: 12, seed: 1, preferredBatch: 16))
        let context = ComputeContext(cancellation: cancellation) { progress in
            guard progress.done >= 256 else { return }
            if error == .cancelled { cancellation.cancel() } else { cancellation.expire() }
        }
        #expect(throws: error) { try ExactEnumeration().attributions(of: game, context: context) }
        #expect(game.evaluations == 256)
    }

    @Test func tooManyPlayersAreRefused() {
        #expect(throws: ExplainError.tooManyPlayers(21, limit: 20)) {
            try ExactEnumeration().attributions(
                of: TestGame.linear([Double](repeating: 1, count: 21)), context: .init())
        }
        #expect(ExactEnumeration(maximumPlayers: 60).maximumPlayers == 26)
        // 512 MiB hold 2^16 coalitions of 1,000 outputs.
        #expect(throws: ExplainError.tooManyPlayers(17, limit: 16)) {
            let wide = FunctionGame(players: 17, outputs: 1000) { _ in [Double](repeating: 0, count: 1000) }
            return try ExactEnumeration().attributions(of: wide, context: .init())
        }
    }

    @Test(arguments: [1, 3]) func anAnswerThatIsNotFiniteIsNamed(parallelism: Int) {
        let game = FunctionGame(players: 6) { $0.low >= 37 ? .nan : 1 }
        #expect(throws: ExplainError.model(.notFinite(row: 37))) { try values(game, parallelism: parallelism) }
    }

    @Test func differencesThatOverflowAreAnError() {
        let game = FunctionGame(players: 2) { $0.contains(0) ? 1.5e308 : -1.5e308 }
        #expect(throws: ExplainError.self) { try values(game) }
    }
}
