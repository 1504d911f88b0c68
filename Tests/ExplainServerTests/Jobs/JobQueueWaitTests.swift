import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct JobQueueWaitTests {
    /// What waiters were told.
    private final class Told: Sendable {
        private let jobs = Mutex<[Job?]>([])
        let signal = Signal()

        var statuses: [JobStatus?] { jobs.withLock { $0.map { $0?.status } } }

        func tell(_ job: Job?) {
            jobs.withLock { $0.append(job) }
            signal.send()
        }
    }

    @Test func isToldWhenTheStatusChanges() throws {
        let bench = try JobQueueBench()
        let job = try bench.submit()
        let told = Told()
        for _ in 0..<3 { bench.queue.wait(job.id, after: job.revision, timeoutMilliseconds: 60_000) { told.tell($0) } }
        #expect(told.statuses.isEmpty)
        _ = try bench.queue.cancel(job.id)
        #expect(told.statuses == [.cancelled, .cancelled, .cancelled])
    }

    @Test func isToldWhenTheTimeIsOver() throws {
        let bench = try JobQueueBench()
        let job = try bench.submit()
        let told = Told()
        bench.queue.wait(job.id, after: job.revision, timeoutMilliseconds: 1_000) { told.tell($0) }
        bench.queue.wait(job.id, after: job.revision, timeoutMilliseconds: 2_000) { told.tell($0) }
        bench.clock.advance(milliseconds: 999)
        bench.queue.tick()
        #expect(told.statuses.isEmpty)
        bench.clock.advance(milliseconds: 1)
        bench.queue.tick()
        #expect(told.statuses == [.queued])
        bench.clock.advance(milliseconds: 5_000)
        bench.queue.tick()
        bench.queue.tick()
        #expect(told.statuses == [.queued, .queued])
    }

    @Test func isToldAtOnceWhenThereIsNothingToWaitFor() throws {
        let bench = try JobQueueBench(settings: JobQueueSettings(finishedInMemory: 1))
        let (first, second) = (try bench.submit("a"), try bench.submit("b"))
        let told = Told()
        bench.queue.wait(first.id, after: first.revision, timeoutMilliseconds: 0) { told.tell($0) }
        bench.queue.wait(first.id, after: first.revision + 1, timeoutMilliseconds: 60_000) { told.tell($0) }
        #expect(told.statuses == [.queued, .queued])
        let cancelled = try #require(try bench.queue.cancel(first.id))
        bench.queue.wait(first.id, after: cancelled.revision, timeoutMilliseconds: 60_000) { told.tell($0) }
        #expect(told.statuses == [.queued, .queued, .cancelled])
        _ = try bench.queue.cancel(second.id)
        #expect(bench.queue.liveJob(first.id) == nil)
        bench.queue.wait(first.id, after: cancelled.revision, timeoutMilliseconds: 60_000) { told.tell($0) }
        bench.queue.wait("jb_none", after: 0, timeoutMilliseconds: 60_000) { told.tell($0) }
        #expect(told.signal.wait(times: 5))
        #expect(told.statuses == [.queued, .queued, .cancelled, .cancelled, nil])
    }

    @Test func progressAloneWakesNobody() throws {
        let bench = try JobQueueBench()
        let runner = HeldRunner()
        bench.queue.start(runner)
        let job = try bench.await(.running, bench.submit().id)
        let told = Told()
        bench.queue.wait(job.id, after: job.revision, timeoutMilliseconds: 60_000) { told.tell($0) }
        bench.queue.tick()
        #expect(told.statuses.isEmpty)
        runner.release()
        told.signal.require()
        #expect(told.statuses == [.succeeded])
    }
}
