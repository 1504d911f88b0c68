import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct JobQueueStoreFailureTests {
    private let store = FaultyJobStore()

    private func makeBench() throws -> JobQueueBench {
        try JobQueueBench(store: { (_) throws(StorageError) in store })
    }

    @Test func whatIsNotWrittenIsNotAccepted() throws {
        let bench = try makeBench()
        store.setFailing(true)
        #expect(throws: JobQueueError.store(FaultyJobStore.failure)) { try bench.submit() }
        #expect(bench.queue.counts.queued == 0)
        #expect(bench.queue.storeFailure == FaultyJobStore.failure)
        store.setFailing(false)
        bench.queue.tick()
        #expect(bench.queue.storeFailure == nil)
        #expect(try bench.submit().status == .queued)
    }

    @Test func aCancellationThatIsNotWrittenDidNotHappen() throws {
        let bench = try makeBench()
        let job = try bench.submit()
        store.setFailing(true)
        #expect(throws: JobQueueError.store(FaultyJobStore.failure)) { try bench.queue.cancel(job.id) }
        #expect(bench.queue.liveJob(job.id) == job)
        store.setFailing(false)
        #expect(try bench.queue.cancel(job.id)?.status == .cancelled)
    }

    @Test func aStartThatIsNotWrittenIsTriedAgainLater() throws {
        let bench = try makeBench()
        let job = try bench.submit()
        store.setFailing(true)
        bench.queue.start(ScriptedRunner.echo)
        bench.spin { $0.board.withLock(\.pausedUntilNanoseconds) > 0 }
        #expect(bench.queue.storeFailure == FaultyJobStore.failure)
        #expect(bench.queue.liveJob(job.id)?.status == .queued)
        store.setFailing(false)
        bench.clock.advance(milliseconds: 1_000)
        bench.queue.tick()
        #expect(try bench.await(.succeeded, job.id).attempts == 1)
    }

    @Test func aResultThatIsNotWrittenFailsTheJobUntilTheNextStart() throws {
        let bench = try makeBench()
        let store = store
        bench.queue.start(
            ScriptedRunner { (_, request, _, _) throws(JobFailure) in
                store.setFailing(true)
                return request
            })
        let job = try bench.await(.failed, bench.submit().id)
        #expect(job.failure == .resultNotStored)
        #expect(bench.queue.counts == JobCounts(queued: 0, running: 0, succeeded: 0, failed: 1, cancelled: 0))
        #expect(try store.job(job.id)?.status == .running)
        store.setFailing(false)
        let next = try JobQueue(store: store, clock: bench.clock)
        #expect(next.counts == JobCounts(queued: 1, running: 0, succeeded: 0, failed: 0, cancelled: 0))
    }
}
