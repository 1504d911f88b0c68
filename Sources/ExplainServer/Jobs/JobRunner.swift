import ExplainCore

/// Computes jobs.
protocol JobRunner: Sendable {
    /// Whether what the job needs is there now; a job that has to wait keeps its place, and others go on before it.
    ///
    /// Asked under the queue's lock, at least five times a second while jobs wait.
    func canRun(_ job: Job) -> Bool

    /// What a job would keep a worker waiting for: jobs of one such lane run one after another on a thread of its own, and
    /// all others go on; none for a job that computes.
    ///
    /// Asked as ``canRun(_:)`` is.
    func lane(of job: Job) -> String?

    /// Computes one job to the end, on a worker thread of the queue's own.
    ///
    /// - Parameters:
    ///   - job: the job as it was started.
    ///   - request: the bytes of ``JobSubmission/request``.
    ///   - keeper: has what an earlier attempt at the job kept, and keeps what this one does.
    ///   - cancellation: thrown when the client cancels or the server stops; look at it between batches.
    ///   - progress: may be called often and from any thread.
    /// - Returns: the result's bytes.
    /// - Throws: why there is no result; ``JobFailure/cancelled`` after the switch was thrown.
    func run(
        _ job: Job, request: [UInt8], keeper: any WorkKeeper, cancellation: Cancellation,
        progress: @escaping @Sendable (Progress) -> Void
    ) throws(JobFailure) -> [UInt8]
}

extension JobRunner {
    /// Every job can run at once.
    func canRun(_ job: Job) -> Bool { true }

    /// Every job computes.
    func lane(of job: Job) -> String? { nil }
}
