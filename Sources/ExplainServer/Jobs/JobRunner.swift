import ExplainCore

/// Computes jobs.
protocol JobRunner: Sendable {
    /// Computes one job to the end, on a worker thread of the queue's own.
    ///
    /// - Parameters:
    ///   - job: the job as it was started.
    ///   - request: the bytes of ``JobSubmission/request``.
    ///   - cancellation: thrown when the client cancels or the server stops; look at it between batches.
    ///   - progress: may be called often and from any thread.
    /// - Returns: the result's bytes.
    /// - Throws: why there is no result; ``JobFailure/cancelled`` after the switch was thrown.
    func run(
        _ job: Job, request: [UInt8], cancellation: Cancellation, progress: @escaping @Sendable (Progress) -> Void
    ) throws(JobFailure) -> [UInt8]
}
