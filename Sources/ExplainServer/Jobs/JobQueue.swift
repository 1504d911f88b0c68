import Dispatch
import ExplainCore
import Synchronization

/// The durable queue of jobs: every change of status is in the store before anyone sees it.
///
/// Changes are made one at a time, under a lock that is held while the store writes. What is read from memory
/// (``liveJob(_:)``, ``counts``, waiting) never waits for the store and may be called from the I/O thread; everything
/// that is marked as reading or writing the store belongs on ``perform(_:)``.
final class JobQueue: Sendable {
    let settings: JobQueueSettings
    let store: any JobStore
    let clock: any ServerClock
    let machine: JobMachine
    let board: Mutex<JobBoard>
    /// Held while a change is worked out, written and taken over; taken before every other lock.
    let writer = Mutex(())
    /// The workers and what they run, once started.
    let crew = Mutex<JobCrew?>(nil)
    private let identifiers: Identifiers
    /// One thread for what waits for the disk.
    ///
    /// A thread on Linux hands its niceness down to those it makes, so that a queue of Dispatch's would become as
    /// little urgent as the worker that first used it.
    private let storeThread = ComputePool(
        label: "explaind.store", width: 1, capacity: Int(Int32.max), niceness: 0)

    /// Takes over the jobs of a store; those that were running when the process died wait again, or fail after
    /// ``JobQueueSettings/maximumCrashes``.
    ///
    /// - Throws: what the store throws.
    init(
        store: any JobStore, clock: any ServerClock = SystemClock(), identifiers: Identifiers = Identifiers(),
        settings: JobQueueSettings = JobQueueSettings()
    ) throws(StorageError) {
        self.settings = settings
        self.store = store
        self.clock = clock
        self.identifiers = identifiers
        machine = JobMachine(maximumCrashes: settings.maximumCrashes)
        let waiting = try Self.recover(store, machine, now: clock.wallMilliseconds)
        var board = JobBoard(counts: try store.counts(), finishedInMemory: settings.finishedInMemory)
        for job in waiting { board.add(job, isNew: false) }
        self.board = Mutex(board)
    }

    /// Does something that reads or writes the store, on a thread of its own, in order.
    func perform(_ work: @escaping @Sendable (JobQueue) -> Void) {
        let isTaken = storeThread.submit { work(self) }
        precondition(isTaken, "fewer pieces of work wait for the store than there can be connections and jobs")
    }

    /// Does something later, on the thread of ``perform(_:)``, if the job queue still exists then.
    func performLater(milliseconds: Int, _ work: @escaping @Sendable (JobQueue) -> Void) {
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            self?.perform(work)
        }
    }

    /// How many jobs are in each status, from memory.
    var counts: JobCounts { board.withLock(\.counts) }

    /// Why the store does not work, as of its last use; none while it does.
    var storeFailure: StorageError? { board.withLock(\.storeFailure) }

    /// The job, if it is unfinished or finished a short while ago; from memory, with live progress.
    func liveJob(_ id: String) -> Job? {
        let now = clock.monotonicNanoseconds
        return board.withLock { $0.snapshot(id, nowNanoseconds: now) }
    }

    /// Accepts a job: it is in the store when this returns.
    ///
    /// Writes the store. A submission whose idempotency key and request digest are known gives the job they made, in whatever status.
    /// - Throws: ``JobQueueError/full(retryAfterSeconds:)``, ``JobQueueError/idempotencyConflict(existing:)``,
    ///   ``JobQueueError/draining`` or ``JobQueueError/store(_:)``.
    func submit(_ submission: JobSubmission) throws(JobQueueError) -> Job {
        let job = try writer.withLock { _ throws(JobQueueError) -> Job in
            if let known = try knownJob(submission) { return known }
            try admit()
            let job = try stored { () throws(StorageError) in
                try store.insert(
                    makeJob(submission), idempotencyKey: submission.idempotencyKey, request: submission.request)
            }
            board.withLock { $0.add(job, isNew: true) }
            return job
        }
        assignWork()
        return job
    }

    /// Calls off a job: one that waits or runs is cancelled when this returns, a finished one stays as it is.
    ///
    /// The runner of a running job is told to stop and what it returns is dropped. Writes the store.
    /// - Returns: the job, or none if there is no such job.
    /// - Throws: ``JobQueueError/store(_:)``; the job is not cancelled then.
    func cancel(_ id: String) throws(JobQueueError) -> Job? {
        guard board.withLock({ $0.jobs[id] != nil }) else { return try job(id) }
        _ = try stored { () throws(StorageError) in try apply(.cancel, to: id) }
        return try job(id)
    }

    /// The job, from memory or the store.
    ///
    /// - Throws: ``JobQueueError/store(_:)``.
    func job(_ id: String) throws(JobQueueError) -> Job? {
        if let job = liveJob(id) { return job }
        return try stored { () throws(StorageError) in try store.job(id) }
    }

    /// The job's result, or why there is none.
    ///
    /// Reads the store.
    /// - Throws: ``JobQueueError/store(_:)``.
    func result(_ id: String) throws(JobQueueError) -> JobResult {
        guard let job = try job(id) else { return .unknown }
        switch job.status {
        case .queued, .running: return .pending(job)
        case .failed: return .failed(job)
        case .cancelled: return .gone(job)
        case .succeeded:
            guard let bytes = try stored({ () throws(StorageError) in try store.result(of: id) }) else {
                var expired = job
                expired.resultBytes = nil
                return .gone(expired)
            }
            return .ready(job, bytes)
        }
    }

    /// A part of the list of jobs, newest first.
    ///
    /// Reads the store. Jobs accepted between two calls shift nothing.
    /// - Parameters:
    ///   - status: only jobs in this status.
    ///   - model: only jobs of this model.
    ///   - limit: the most jobs; brought into 1...500.
    ///   - cursor: ``JobPage/nextCursor`` of the part before; none for the first.
    /// - Returns: the jobs, and the cursor of the next part.
    /// - Throws: ``JobQueueError/invalidCursor`` or ``JobQueueError/store(_:)``.
    func list(
        status: JobStatus? = nil, model: String? = nil, limit: Int = 50, cursor: String? = nil
    ) throws(JobQueueError) -> JobPage {
        let limit = min(max(limit, 1), 500)
        var query = JobQuery(status: status, model: model, limit: limit + 1)
        if let cursor {
            guard let place = JobCursor(cursor) else { throw .invalidCursor }
            query.before = place.sequence
        }
        let found = try stored { () throws(StorageError) in try store.list(query) }
        let shown = found.prefix(limit).map(withLiveProgress)
        let next = found.count > limit ? shown.last.map { JobCursor(after: $0.sequence).text } : nil
        return JobPage(jobs: shown, nextCursor: next)
    }

    /// Calls the store and remembers whether it worked.
    func stored<Result>(_ body: () throws(StorageError) -> Result) throws(JobQueueError) -> Result {
        do throws(StorageError) {
            let result = try body()
            board.withLock { $0.storeFailure = nil }
            return result
        } catch {
            board.withLock { $0.storeFailure = error }
            throw .store(error)
        }
    }

    private func knownJob(_ submission: JobSubmission) throws(JobQueueError) -> Job? {
        guard let key = submission.idempotencyKey else { return nil }
        guard let known = try stored({ () throws(StorageError) in try store.job(idempotencyKey: key) }) else {
            return nil
        }
        guard known.requestDigest == submission.requestDigest else { throw .idempotencyConflict(existing: known.id) }
        return liveJob(known.id) ?? known
    }

    private func admit() throws(JobQueueError) {
        let (counts, isDraining, seconds) = board.withLock { ($0.counts, $0.isDraining, $0.meanRunSeconds) }
        if isDraining { throw .draining }
        guard counts.queued < settings.capacity else {
            // A place is free as soon as one job ends; without experience, a few seconds.
            let wait = (seconds ?? 5).rounded(.up)
            throw .full(retryAfterSeconds: Int(min(max(wait, 1), 60)))
        }
    }

    private func makeJob(_ submission: JobSubmission) -> Job {
        Job(
            id: identifiers.next(.job), sequence: 0, kind: submission.kind, model: submission.model,
            modelDigest: submission.modelDigest, requestDigest: submission.requestDigest,
            progress: Progress(done: 0, total: max(0, submission.total)),
            createdAtMilliseconds: clock.wallMilliseconds)
    }

    private func withLiveProgress(_ job: Job) -> Job {
        guard let live = liveJob(job.id), live.revision == job.revision else { return job }
        return live
    }

    private static func recover(
        _ store: any JobStore, _ machine: JobMachine, now: Int64
    ) throws(StorageError) -> [Job] {
        var unfinished = try store.unfinished()
        var changed: [Job] = []
        for index in unfinished.indices where unfinished[index].status == .running {
            let hasKept = try store.hasParts(of: unfinished[index].id)
            _ = machine.apply(.requeue(.crashed, hasKept: hasKept), to: &unfinished[index], now: now)
            changed.append(unfinished[index])
        }
        try store.update(changed)
        return unfinished.filter { !$0.status.isFinal }
    }
}
