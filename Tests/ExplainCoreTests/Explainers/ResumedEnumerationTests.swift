import Synchronization
import Testing

@testable import ExplainCore

/// Enumerations that are interrupted and go on with what was kept.
@Suite struct ResumedEnumerationTests {
    private static let players = 9

    /// A game that throws a switch after so many coalitions.
    private struct InterruptedGame: CoalitionGame {
        let inner: FunctionGame
        let cancellation: Cancellation
        let left: @Sendable (Int) -> Bool

        var playerCount: Int { inner.playerCount }
        var outputCount: Int { inner.outputCount }
        var rowsPerCoalition: Int { inner.rowsPerCoalition }
        var preferredBatch: Int { inner.preferredBatch }

        func evaluate(
            _ coalitions: ArraySlice<Coalition>, into values: inout MutableSpan<Double>
        ) throws(ExplainError) {
            if left(coalitions.count) { cancellation.cancel() }
            try inner.evaluate(coalitions, into: &values)
        }
    }

    private let game = TestGame.random(players: players, seed: 3, outputs: 2)

    private func interrupt(after coalitions: Int, _ keeper: MemoryKeeper, parallelism: Int) {
        let cancellation = Cancellation()
        let seen = Atomic(0)
        let interrupted = InterruptedGame(inner: game, cancellation: cancellation) { count in
            seen.wrappingAdd(count, ordering: .relaxed).newValue >= coalitions
        }
        let context = ComputeContext(cancellation: cancellation, parallelism: parallelism, keeper: keeper)
        #expect(throws: ExplainError.cancelled) {
            try ExactEnumeration().attributions(of: interrupted, context: context)
        }
    }

    @Test(arguments: [1, 2]) func goesOnWhereItWasAndHasTheSameBits(parallelism: Int) throws {
        let whole = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        let keeper = MemoryKeeper()
        for coalitions in [1, 100, 250] { interrupt(after: coalitions, keeper, parallelism: parallelism) }
        let kept = try #require(keeper.contents[CoalitionTable.name]).count / 2
        #expect(kept >= 200)
        let counting = CountingGame(game)
        let reports = Mutex<[Progress]>([])
        let context = ComputeContext(parallelism: parallelism, keeper: keeper) { progress in
            reports.withLock { $0.append(progress) }
        }
        let resumed = try ExactEnumeration().attributions(of: counting, context: context)
        #expect(resumed == whole)
        #expect(counting.evaluations == 1 << Self.players - kept)
        let first = try #require(reports.withLock { $0.first })
        #expect(first == Progress(done: kept, total: 1 << Self.players, resumed: kept))
        #expect(reports.withLock { $0.last?.done } == 1 << Self.players)
    }

    @Test(arguments: [
        PlanRequest(method: .enumeration),
        PlanRequest(method: .enumeration, kind: AttributionKind(interactions: true)),
    ])
    func aFinishedInstanceIsNotComputedAgain(_ request: PlanRequest) throws {
        let golden = try GoldenCase("skl_softmax")
        let counting = CountingModel(golden.model)
        let task = ExplanationTask(
            model: counting, schema: golden.schema, instance: golden.instance(0), background: golden.background,
            players: .features(of: golden.schema), space: .probability, outputs: [0, 2],
            plan: try MethodPlanner().plan(
                request, players: golden.schema.count, backgroundRows: golden.background.rows.rows, outputs: 2,
                model: counting, space: .probability))
        let keeper = MemoryKeeper()
        let first = try task.run(ComputeContext(keeper: keeper))
        #expect(keeper.contents[CoalitionTable.name] == nil)
        let rows = counting.rows
        #expect(try task.run(ComputeContext(keeper: keeper)) == first)
        #expect(counting.rows == rows)
        #expect(try task.run(ComputeContext()) == first)
        #expect(counting.rows > rows)
    }

    @Test func aKeeperThatLosesNumbersCostsTimeOnly() throws {
        let whole = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        let keeper = MemoryKeeper()
        interrupt(after: 100, keeper, parallelism: 1)
        keeper.setFull(true)
        interrupt(after: 100, keeper, parallelism: 1)
        keeper.setFull(false)
        #expect(try ExactEnumeration().attributions(of: game, context: ComputeContext(keeper: keeper)) == whole)
    }

    @Test(arguments: [[1.0], [0, .nan], [Double](repeating: 0, count: 2 << players + 2)])
    func whatIsNoTableOfTheGameIsNotUsed(_ numbers: [Double]) throws {
        let whole = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        let keeper = MemoryKeeper()
        _ = keeper.keep(numbers, under: CoalitionTable.name, at: 0)
        #expect(try ExactEnumeration().attributions(of: game, context: ComputeContext(keeper: keeper)) == whole)
    }
}
