import Dispatch
import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

/// A queue on a store and a clock of its own.
struct JobQueueBench {
    let folder = TemporaryFolder()
    let clock = ManualClock()
    let store: any JobStore
    let queue: JobQueue

    init(_ kind: StoreKind = .memory, settings: JobQueueSettings = JobQueueSettings()) throws {
        try self.init(store: { folder throws(StorageError) in try kind.make(in: folder) }, settings: settings)
    }

    init(
        store make: (TemporaryFolder) throws(StorageError) -> any JobStore,
        settings: JobQueueSettings = JobQueueSettings()
    ) throws {
        store = try make(folder)
        queue = try JobQueue(
            store: store, clock: clock, identifiers: Identifiers(clock: clock), settings: settings)
    }

    /// A submission whose request is its text.
    static func submission(_ text: String = "row", model: String = "credit", key: String? = nil) -> JobSubmission {
        JobSubmission(
            kind: .explain, model: model, modelDigest: "sha256:00", request: Array(text.utf8), idempotencyKey: key,
            requestDigest: "sha256:" + text, total: 100)
    }

    @discardableResult func submit(_ text: String = "row", model: String = "credit", key: String? = nil) throws -> Job {
        try queue.submit(Self.submission(text, model: model, key: key))
    }

    /// Waits for the job to be in a status; fails the test if it takes too long or cannot come any more.
    @discardableResult func await(_ status: JobStatus, _ id: String) throws -> Job {
        var job = try #require(try queue.job(id))
        while job.status != status {
            try #require(!job.status.isFinal, "the job is \(job.status), not \(status)")
            let told = Mutex<Job?>(nil)
            let signal = Signal()
            queue.wait(id, after: job.revision, timeoutMilliseconds: 1_000_000) { news in
                told.withLock { $0 = news }
                signal.send()
            }
            try #require(signal.wait(), "the job stays \(job.status)")
            job = try #require(told.withLock { $0 })
        }
        return job
    }

    /// Looks until something is so that nobody tells of; fails the test after 20 seconds.
    func spin(until isSo: (JobQueue) -> Bool) {
        let deadline = DispatchTime.now() + .seconds(20)
        while !isSo(queue) {
            if DispatchTime.now() > deadline {
                Issue.record("it did not come about within 20 seconds")
                return
            }
            settle()
        }
    }

    /// Does nothing until what was handed to the store's thread before is done.
    func settle() { Self.settle(queue) }

    /// Does nothing until what was handed to the store's thread before is done.
    static func settle(_ queue: JobQueue) {
        let done = Signal()
        queue.perform { _ in done.send() }
        done.require()
    }
}
