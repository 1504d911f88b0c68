import ExplainCore
import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct JobQueueRestartTests {
    private func reopen(
        _ folder: TemporaryFolder, settings: JobQueueSettings = JobQueueSettings()
    ) throws -> (queue: JobQueue, store: SQLiteJobStore) {
        let store = try SQLiteJobStore(folder: DataFolder(path: folder.path))
        return (try JobQueue(store: store, clock: ManualClock(), settings: settings), store)
    }

    /// The files are copied while a job runs and others wait, as a killed process would leave them.
    @Test func aJobThatRanWhenTheProcessDiedWaitsAgain() throws {
        let bench = try JobQueueBench(.sqlite)
        let runner = HeldRunner()
        bench.queue.start(runner)
        let jobs = try (0..<4).map { try bench.submit("row \($0)", key: "k\($0)") }
        try bench.await(.running, jobs[0].id)
        let copy = TemporaryFolder(copying: bench.folder)
        runner.release()
        for job in jobs { try bench.await(.succeeded, job.id) }

        let (queue, store) = try reopen(copy)
        #expect(queue.counts == JobCounts(queued: 4, running: 0, succeeded: 0, failed: 0, cancelled: 0))
        let first = try #require(try store.job(jobs[0].id))
        #expect(first.status == .queued)
        #expect(first.attempts == 1)
        #expect(first.crashes == 1)
        #expect(first.startedAtMilliseconds == nil)
        #expect(try queue.submit(JobQueueBench.submission("row 2", key: "k2")).id == jobs[2].id)
        let second = HeldRunner()
        second.release()
        queue.start(second)
        #expect(second.ended.wait(times: 4))
        #expect(second.begun == jobs.map(\.id))
        try queue.drain(timeoutMilliseconds: 20_000)
        #expect(try store.job(jobs[0].id)?.attempts == 2)
        #expect(try store.result(of: jobs[3].id) == Array("row 3".utf8))
    }

    /// What an earlier attempt kept is not computed again, and so it is done; without it nothing is.
    @Test(arguments: [true, false]) func aWaitingJobShowsTheProgressThatIsKept(_ hasKept: Bool) throws {
        let bench = try JobQueueBench(.sqlite)
        let runner = HeldRunner()
        bench.queue.start(runner)
        let running = try bench.await(.running, bench.submit().id)
        try bench.store.recordProgress(Progress(done: 42, total: 100), of: running.id, revision: running.revision)
        if hasKept { try bench.store.keep(JobPart(position: 0, body: [1]), under: "coalitions", of: running.id) }
        let copy = TemporaryFolder(copying: bench.folder)
        runner.release()
        try bench.await(.succeeded, running.id)

        let (queue, store) = try reopen(copy)
        let waiting = try #require(try queue.job(running.id))
        #expect(waiting.status == .queued)
        #expect(waiting.progress == Progress(done: hasKept ? 42 : 0, total: 100))
        #expect(try store.job(running.id) == waiting)
    }

    @Test func aJobUnderWhichTheProcessDiesEveryTimeIsGivenUp() throws {
        var folder = TemporaryFolder()
        let identifier: String
        do {
            let (queue, _) = try reopen(folder)
            identifier = try queue.submit(JobQueueBench.submission()).id
            folder = TemporaryFolder(copying: folder)
        }
        let settings = JobQueueSettings(maximumCrashes: 3)
        for death in 1...3 {
            let (queue, store) = try reopen(folder, settings: settings)
            let runner = HeldRunner()
            queue.start(runner)
            runner.began.require()
            folder = TemporaryFolder(copying: folder)
            #expect(try store.job(identifier)?.attempts == death)
            runner.release()
            try queue.drain(timeoutMilliseconds: 20_000)
        }
        let (queue, store) = try reopen(folder, settings: settings)
        let job = try #require(try store.job(identifier))
        #expect(job.status == .failed)
        #expect(job.failure == .attemptsExhausted(3))
        #expect(try queue.result(identifier) == .failed(job))
        #expect(queue.counts.failed == 1)
        #expect(try store.request(of: identifier) == nil)
    }

    @Test(arguments: StoreKind.allCases) func drainingPutsRunningJobsBack(_ kind: StoreKind) throws {
        let bench = try JobQueueBench(kind)
        let runner = HeldRunner()
        bench.queue.start(runner, workers: 2)
        let jobs = try (0..<10).map { try bench.submit("row \($0)") }
        #expect(runner.began.wait(times: 2))
        let told = Signal()
        let running = try #require(try bench.queue.job(jobs[0].id))
        bench.queue.wait(running.id, after: running.revision, timeoutMilliseconds: 60_000) { _ in told.send() }
        #expect(try bench.queue.drain(timeoutMilliseconds: 20_000))
        told.require()
        #expect(try bench.store.unfinished().map(\.id) == jobs.map(\.id))
        #expect(try bench.store.counts() == JobCounts(queued: 10, running: 0, succeeded: 0, failed: 0, cancelled: 0))
        #expect(try bench.store.job(jobs[0].id)?.crashes == 0)
        #expect(runner.begun.count == 2)
        #expect(throws: JobQueueError.draining) { try bench.submit("late") }
        #expect(try bench.queue.drain(timeoutMilliseconds: 0))
    }

    @Test func aRunnerThatDoesNotStopInTimeLosesNothing() throws {
        let bench = try JobQueueBench(.sqlite)
        let runner = HeldRunner(isDeaf: true)
        bench.queue.start(runner)
        let job = try bench.submit()
        runner.began.require()
        #expect(try !bench.queue.drain(timeoutMilliseconds: 0))
        let kept = try #require(try bench.store.job(job.id))
        #expect(kept.status == .queued)
        #expect(kept.crashes == 0)
        runner.release()
        #expect(try bench.queue.drain(timeoutMilliseconds: 20_000))
        #expect(try bench.store.job(job.id) == kept)
        #expect(try bench.store.request(of: job.id) == Array("row".utf8))
    }

    /// A runner that has its result when it is told to stop may give it.
    @Test func aResultThatIsReadyInTimeIsKept() throws {
        let bench = try JobQueueBench(.sqlite)
        let began = Signal()
        bench.queue.start(
            ScriptedRunner { (_, request, cancellation, _) throws(JobFailure) in
                began.send()
                while !cancellation.isCancelled { sched_yield() }
                return request
            })
        let job = try bench.submit()
        began.require()
        #expect(try bench.queue.drain(timeoutMilliseconds: 20_000))
        #expect(try bench.store.job(job.id)?.status == .succeeded)
        #expect(try bench.store.result(of: job.id) == Array("row".utf8))
    }

    @Test func startsWithWhatTheFormerProcessLeft() throws {
        let bench = try JobQueueBench(.sqlite)
        let jobs = try (0..<3).map { try bench.submit("row \($0)") }
        try bench.queue.drain(timeoutMilliseconds: 0)
        let (queue, _) = try reopen(TemporaryFolder(copying: bench.folder), settings: JobQueueSettings(capacity: 3))
        #expect(queue.counts.queued == 3)
        #expect(try queue.list().jobs.map(\.id) == jobs.reversed().map(\.id))
        #expect(throws: JobQueueError.full(retryAfterSeconds: 5)) {
            try queue.submit(JobQueueBench.submission("more"))
        }
    }
}
