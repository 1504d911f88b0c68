import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

/// Jobs that wait for somebody else have a lane, and hold no worker.
@Suite struct JobQueueLaneTests {
    /// Jobs of models whose name begins with `far` run in a lane of that name until they are released or called off; all
    /// others give their request back.
    private final class LaneRunner: JobRunner {
        let began = Signal()
        private let isDeaf: Bool
        private let order = Mutex<[String]>([])
        private let released = Atomic(false)

        init(isDeaf: Bool = false) { self.isDeaf = isDeaf }

        var begun: [String] { order.withLock { $0 } }

        func release() { released.store(true, ordering: .releasing) }

        func lane(of job: Job) -> String? { job.model.hasPrefix("far") ? job.model : nil }

        func run(
            _ job: Job, request: [UInt8], keeper: any WorkKeeper, cancellation: Cancellation,
            progress: @escaping @Sendable (Progress) -> Void
        ) throws(JobFailure) -> [UInt8] {
            guard lane(of: job) != nil else { return request }
            order.withLock { $0.append(job.id) }
            began.send()
            let isOver = waitUntil(seconds: 20) {
                released.load(ordering: .acquiring) || (cancellation.isCancelled && !isDeaf)
            }
            if !isOver || cancellation.isCancelled { throw .cancelled }
            return request
        }
    }

    @Test(arguments: StoreKind.allCases) func othersGoOn(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let runner = LaneRunner()
        bench.queue.start(runner, workers: 1)
        let first = try bench.submit("1", model: "far")
        runner.began.require()
        let second = try bench.submit("2", model: "far")
        let other = try bench.submit("3", model: "farther")
        runner.began.require()
        for text in ["4", "5", "6"] { try bench.await(.succeeded, bench.submit(text).id) }
        // One job of a lane at a time.
        #expect(try bench.queue.job(second.id)?.status == .queued)
        #expect(runner.begun == [first.id, other.id])
        #expect(try bench.queue.cancel(first.id)?.status == .cancelled)
        runner.began.require()
        #expect(runner.begun == [first.id, other.id, second.id])
        runner.release()
        try bench.await(.succeeded, second.id)
        try bench.await(.succeeded, other.id)
        #expect(bench.queue.counts == JobCounts(queued: 0, running: 0, succeeded: 5, failed: 0, cancelled: 1))
    }

    @Test(arguments: [false, true]) func drainingStopsLanesToo(_ isDeaf: Bool) throws {
        let bench = try JobQueueBench(.sqlite)
        let runner = LaneRunner(isDeaf: isDeaf)
        bench.queue.start(runner)
        let job = try bench.submit(model: "far")
        runner.began.require()
        #expect(try bench.queue.drain(timeoutMilliseconds: isDeaf ? 50 : 20_000) == !isDeaf)
        #expect(try bench.store.job(job.id)?.status == .queued)
        runner.release()
    }
}
