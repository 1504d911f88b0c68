import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct JobQueueProgressTests {
    /// Progress is seen at once, and written at most once a second of the clock.
    @Test func isLiveInMemoryAndRareOnDisk() throws {
        let bench = try JobQueueBench(.sqlite)
        let (clock, queue, store) = (bench.clock, bench.queue, bench.store)
        let seen = Mutex<[Int]>([])
        let written = Mutex<[Int]>([])
        queue.start(
            ScriptedRunner { [unowned queue] (job, request, _, report) throws(JobFailure) in
                for step in 1...6 {
                    clock.advance(milliseconds: 400)
                    report(Progress(done: step * 10, total: 100))
                    JobQueueBench.settle(queue)
                    seen.withLock { $0.append(queue.liveJob(job.id)?.progress.done ?? -1) }
                    written.withLock { $0.append((try? store.job(job.id))?.progress.done ?? -1) }
                }
                return request
            })
        try bench.await(.succeeded, bench.submit().id)
        #expect(seen.withLock { $0 } == [10, 20, 30, 40, 50, 60])
        #expect(written.withLock { $0 } == [0, 0, 30, 30, 30, 60])
    }

    @Test func comesWithTheTimeExpected() throws {
        let bench = try JobQueueBench()
        let (clock, queue) = (bench.clock, bench.queue)
        let etas = Mutex<[Double?]>([])
        queue.start(
            ScriptedRunner { [unowned queue] (job, request, _, report) throws(JobFailure) in
                func note() { etas.withLock { $0.append(queue.liveJob(job.id)?.etaSeconds) } }
                note()
                clock.advance(milliseconds: 2_000)
                report(Progress(done: 20, total: 100))
                note()
                clock.advance(milliseconds: 3_000)
                note()
                return request
            })
        let finished = try bench.await(.succeeded, bench.submit().id)
        #expect(etas.withLock { $0 } == [nil, 8, 5])
        #expect(finished.etaSeconds == nil)
    }

    @Test func neverGoesBackWhateverTheRunnersThreadsSay() throws {
        let bench = try JobQueueBench()
        let queue = bench.queue
        let seen = Mutex<[Int]>([])
        queue.start(
            ScriptedRunner { [unowned queue] (job, request, _, report) throws(JobFailure) in
                for done in [10, 5, 30, 20, 30, 90, -1] {
                    report(Progress(done: done, total: 100))
                    seen.withLock { $0.append(queue.liveJob(job.id)?.progress.done ?? -1) }
                }
                return request
            })
        try bench.await(.succeeded, bench.submit().id)
        #expect(seen.withLock { $0 } == [10, 10, 30, 30, 30, 90, 90])
    }

    @Test func isShownInListsToo() throws {
        let bench = try JobQueueBench(.sqlite)
        let reported = Signal()
        let release = Signal()
        bench.queue.start(
            ScriptedRunner { (_, request, _, report) throws(JobFailure) in
                report(Progress(done: 42, total: 100))
                reported.send()
                release.require()
                return request
            })
        let job = try bench.submit()
        reported.require()
        let listed = try bench.queue.list(status: .running).jobs
        #expect(listed.map(\.progress) == [Progress(done: 42, total: 100)])
        release.send()
        try bench.await(.succeeded, job.id)
    }
}
