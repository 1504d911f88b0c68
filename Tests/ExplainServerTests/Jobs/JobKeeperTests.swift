import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct JobKeeperTests {
    private let store = FaultyJobStore()

    private func keeper() throws -> JobKeeper {
        let queue = try JobQueue(store: store, clock: ManualClock())
        var job = try queue.submit(JobQueueBench.submission())
        _ = queue.machine.apply(.start, to: &job, now: 0)
        try store.update([job])
        return JobKeeper(queue: queue, id: job.id)
    }

    /// Signs, subnormals and more than one part.
    private let numbers = [-0.0, .leastNonzeroMagnitude, -.infinity] + (0..<200_000).map { Double($0) / 3 }

    @Test func numbersComeBackWithTheirBits() throws {
        let keeper = try keeper()
        #expect(keeper.kept("table").isEmpty)
        #expect(keeper.keep([Double](numbers[..<70_000]), under: "table", at: 0))
        #expect(keeper.keep([Double](numbers[70_000...]), under: "table", at: 70_000))
        #expect(keeper.kept("table").map(\.bitPattern) == numbers.map(\.bitPattern))
        keeper.drop("table")
        #expect(keeper.kept("table").isEmpty)
    }

    @Test func aFailureLeavesWhatWasKeptBeforeItAndIsMendedByTheNextCall() throws {
        let keeper = try keeper()
        #expect(keeper.keep([1, 2], under: "table", at: 0))
        store.setFailing(true)
        #expect(!keeper.keep([3], under: "table", at: 2))
        store.setFailing(false)
        #expect(keeper.keep([5], under: "table", at: 4))
        #expect(keeper.kept("table") == [1, 2])
        #expect(keeper.keep([3, 4], under: "table", at: 2))
        #expect(keeper.kept("table") == [1, 2, 3, 4, 5])
    }
}
