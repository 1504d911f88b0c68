import Dispatch
import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct JobQueueCancelTests {
    @Test(arguments: StoreKind.allCases) func aWaitingJobIsCancelledAtOnceAndNeverRuns(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let first = try bench.submit("a")
        let second = try bench.submit("b")
        let cancelled = try #require(try bench.queue.cancel(first.id))
        #expect(cancelled.status == .cancelled)
        #expect(cancelled.attempts == 0)
        #expect(try bench.store.job(first.id) == cancelled)
        #expect(try bench.queue.cancel(first.id) == cancelled)
        #expect(try bench.queue.result(first.id) == .gone(cancelled))
        let runner = HeldRunner()
        runner.release()
        bench.queue.start(runner)
        try bench.await(.succeeded, second.id)
        #expect(runner.begun == [second.id])
        #expect(bench.queue.counts == JobCounts(queued: 0, running: 0, succeeded: 1, failed: 0, cancelled: 1))
    }

    @Test(arguments: StoreKind.allCases) func aRunningJobIsCancelledAtOnceAndItsRunnerStopped(
        _ kind: StoreKind
    ) throws {
        let bench = try JobQueueBench(kind)
        let runner = HeldRunner()
        bench.queue.start(runner)
        let job = try bench.submit()
        runner.began.require()
        let cancelled = try #require(try bench.queue.cancel(job.id))
        #expect(cancelled.status == .cancelled)
        #expect(try bench.store.job(job.id) == cancelled)
        runner.ended.require()
        let next = try bench.submit("next")
        runner.began.require()
        #expect(try bench.queue.job(job.id) == cancelled)
        runner.release()
        try bench.await(.succeeded, next.id)
    }

    /// A computation that does not look at its switch any more returns a result: it is dropped.
    @Test func whatACancelledRunnerReturnsIsDropped() throws {
        let bench = try JobQueueBench(.sqlite)
        let runner = HeldRunner(isDeaf: true)
        bench.queue.start(runner)
        let job = try bench.submit()
        runner.began.require()
        let cancelled = try #require(try bench.queue.cancel(job.id))
        runner.release()
        try bench.await(.succeeded, bench.submit("next").id)
        #expect(try bench.queue.result(job.id) == .gone(cancelled))
        #expect(try bench.store.result(of: job.id) == nil)
        #expect(bench.queue.counts == JobCounts(queued: 0, running: 0, succeeded: 1, failed: 0, cancelled: 1))
    }

    @Test func aFinishedJobStaysAsItIs() throws {
        let bench = try JobQueueBench()
        bench.queue.start(ScriptedRunner.echo)
        let job = try bench.await(.succeeded, bench.submit().id)
        #expect(try bench.queue.cancel(job.id) == job)
        #expect(try bench.queue.cancel("jb_none") == nil)
    }

    /// Cancelling races with starting and finishing: whichever wins, memory, store and counts agree.
    @Test(arguments: StoreKind.allCases) func racesEndInOneStatus(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        bench.queue.start(ScriptedRunner.echo, workers: 2)
        let jobs = try (0..<40).map { index in
            let job = try bench.submit("row \(index)")
            DispatchQueue.concurrentPerform(iterations: 2) { _ in _ = try? bench.queue.cancel(job.id) }
            return job.id
        }
        var counts = JobCounts()
        for id in jobs {
            let job = try #require(try bench.queue.job(id))
            #expect(job.status == .cancelled || job.status == .succeeded)
            #expect(try bench.store.job(id) == job)
            #expect((try bench.store.result(of: id) != nil) == (job.status == .succeeded))
            counts[job.status] += 1
        }
        #expect(bench.queue.counts == counts)
        #expect(try bench.store.counts() == counts)
    }
}
