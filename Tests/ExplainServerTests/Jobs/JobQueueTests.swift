import Dispatch
import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct JobQueueTests {
    @Test(arguments: StoreKind.allCases) func computesAJobAndKeepsItsResult(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let job = try bench.submit("hello")
        #expect(job.status == .queued)
        #expect(Identifiers.isIdentifier(job.id, .job))
        #expect(try bench.store.job(job.id) == job)
        #expect(bench.queue.counts == JobCounts(queued: 1, running: 0, succeeded: 0, failed: 0, cancelled: 0))
        #expect(try bench.queue.result(job.id) == .pending(job))
        bench.queue.start(ScriptedRunner.echo)
        let finished = try bench.await(.succeeded, job.id)
        #expect(finished.attempts == 1)
        #expect(finished.resultBytes == 5)
        #expect(finished.progress == Progress(done: 100, total: 100))
        #expect(try bench.queue.result(job.id) == .ready(finished, Array("hello".utf8)))
        #expect(try bench.store.job(job.id) == finished)
        #expect(bench.queue.counts == JobCounts(queued: 0, running: 0, succeeded: 1, failed: 0, cancelled: 0))
        #expect(try bench.queue.job("jb_none") == nil)
        #expect(try bench.queue.result("jb_none") == .unknown)
    }

    @Test(arguments: StoreKind.allCases) func aRunnerThatThrowsFailsItsJob(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let failure = JobFailure(code: "model_failed", detail: "The model failed on row 3.")
        bench.queue.start(ScriptedRunner { (_, _, _, _) throws(JobFailure) in throw failure })
        let job = try bench.await(.failed, bench.submit().id)
        #expect(job.failure == failure)
        #expect(try bench.queue.result(job.id) == .failed(job))
        #expect(try bench.store.job(job.id) == job)
    }

    @Test func runsJobsInTheOrderOfTheirAcceptance() throws {
        let bench = try JobQueueBench()
        let jobs = try (0..<20).map { try bench.submit("row \($0)").id }
        let runner = HeldRunner()
        runner.release()
        bench.queue.start(runner)
        try bench.await(.succeeded, try #require(jobs.last))
        #expect(runner.begun == jobs)
    }

    @Test func runsAsManyAtOnceAsItHasWorkers() throws {
        let bench = try JobQueueBench()
        let runner = HeldRunner()
        bench.queue.start(runner, workers: 3)
        let jobs = try (0..<5).map { try bench.submit("row \($0)").id }
        #expect(runner.began.wait(times: 3))
        #expect(bench.queue.counts == JobCounts(queued: 2, running: 3, succeeded: 0, failed: 0, cancelled: 0))
        runner.release()
        for id in jobs { try bench.await(.succeeded, id) }
    }

    @Test(arguments: StoreKind.allCases) func aFullQueueRefusesWithATimeToComeBack(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind, settings: JobQueueSettings(capacity: 2))
        let first = try bench.submit("a", key: "k")
        let second = try bench.submit("b")
        #expect(throws: JobQueueError.full(retryAfterSeconds: 5)) { try bench.submit("c") }
        #expect(try bench.submit("a", key: "k") == first)
        _ = try bench.queue.cancel(second.id)
        #expect(try bench.submit("c").status == .queued)
        #expect(bench.queue.counts.queued == 2)
    }

    @Test func theTimeToComeBackFollowsWhatJobsTook() throws {
        let bench = try JobQueueBench(settings: JobQueueSettings(capacity: 1))
        let clock = bench.clock
        let release = Signal()
        bench.queue.start(
            ScriptedRunner { (_, request, _, _) throws(JobFailure) in
                if request == Array("held".utf8) { release.require() }
                clock.advance(milliseconds: 11_500)
                return request
            })
        try bench.await(.succeeded, bench.submit().id)
        let held = try bench.await(.running, bench.submit("held").id)
        let last = try bench.submit("last")
        #expect(throws: JobQueueError.full(retryAfterSeconds: 12)) { try bench.submit("one more") }
        release.send()
        try bench.await(.succeeded, held.id)
        try bench.await(.succeeded, last.id)
    }

    @Test(arguments: StoreKind.allCases) func aKeyStandsForOneRequest(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let job = try bench.submit("a", key: "k")
        #expect(try bench.submit("a", key: "k") == job)
        #expect(throws: JobQueueError.idempotencyConflict(existing: job.id)) { try bench.submit("b", key: "k") }
        #expect(try bench.submit("a", key: "other").id != job.id)
        #expect(try bench.submit("a").id != job.id)
        #expect(bench.queue.counts.queued == 3)
        bench.queue.start(ScriptedRunner.echo)
        let finished = try bench.await(.succeeded, job.id)
        #expect(try bench.submit("a", key: "k") == finished)
    }

    @Test(arguments: StoreKind.allCases) func concurrentSubmissionsAreAllKeptAndKeysMakeOneJob(
        _ kind: StoreKind
    ) throws {
        let bench = try JobQueueBench(kind)
        let identifiers = Mutex<[String]>([])
        bench.queue.start(ScriptedRunner.echo, workers: 2)
        DispatchQueue.concurrentPerform(iterations: 40) { index in
            let key = index % 2 == 0 ? "shared" : nil
            let text = key ?? "row \(index)"
            guard let job = try? bench.submit(text, key: key) else { return }
            identifiers.withLock { $0.append(job.id) }
        }
        let all = identifiers.withLock { $0 }
        #expect(all.count == 40)
        #expect(Set(all).count == 21)
        for id in Set(all) { try bench.await(.succeeded, id) }
        #expect(bench.queue.counts == JobCounts(queued: 0, running: 0, succeeded: 21, failed: 0, cancelled: 0))
        #expect(try bench.store.counts() == bench.queue.counts)
    }

    @Test(arguments: StoreKind.allCases) func listsInPartsThatNewJobsDoNotShift(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let jobs = try (0..<7).map { try bench.submit("row \($0)", model: $0 == 3 ? "wine" : "credit") }
        let first = try bench.queue.list(limit: 3)
        #expect(first.jobs == [jobs[6], jobs[5], jobs[4]])
        try bench.submit("later")
        let second = try bench.queue.list(limit: 3, cursor: first.nextCursor)
        #expect(first.nextCursor != nil)
        #expect(second.jobs == [jobs[3], jobs[2], jobs[1]])
        let third = try bench.queue.list(limit: 3, cursor: second.nextCursor)
        #expect(third == JobPage(jobs: [jobs[0]], nextCursor: nil))
        #expect(try bench.queue.list(status: .queued, model: "wine") == JobPage(jobs: [jobs[3]], nextCursor: nil))
        #expect(try bench.queue.list(status: .running).jobs.isEmpty)
        #expect(try bench.queue.list(limit: 0).jobs.count == 1)
        #expect(throws: JobQueueError.invalidCursor) { try bench.queue.list(cursor: "nonsense") }
    }

    @Test func finishedJobsLeaveMemoryAndAreReadFromTheStore() throws {
        let bench = try JobQueueBench(.sqlite, settings: JobQueueSettings(finishedInMemory: 2))
        bench.queue.start(ScriptedRunner.echo)
        let jobs = try (0..<5).map { try bench.await(.succeeded, bench.submit("row \($0)").id) }
        #expect(jobs.map { bench.queue.liveJob($0.id) != nil } == [false, false, false, true, true])
        #expect(try jobs.map { try bench.queue.job($0.id) } == jobs)
        #expect(try bench.queue.result(jobs[0].id) == .ready(jobs[0], Array("row 0".utf8)))
        #expect(try bench.queue.cancel(jobs[0].id) == jobs[0])
    }

    @Test func oldResultsExpireAndOldJobsAreForgotten() throws {
        let bench = try JobQueueBench(.sqlite)
        bench.queue.start(ScriptedRunner.echo)
        let job = try bench.await(.succeeded, bench.submit("a", key: "k").id)
        bench.queue.tick()
        #expect(try bench.queue.result(job.id) == .ready(job, Array("a".utf8)))
        bench.clock.advance(milliseconds: 8 * 86_400_000)
        bench.queue.tick()
        let expired = try #require(try bench.queue.job(job.id))
        #expect(expired.resultIsExpired)
        #expect(try bench.queue.result(job.id) == .gone(expired))
        #expect(try bench.submit("b", key: "k").id != job.id)
        bench.clock.advance(milliseconds: 23 * 86_400_000)
        bench.queue.tick()
        #expect(try bench.queue.job(job.id) == nil)
        #expect(try bench.queue.result(job.id) == .unknown)
    }
}
