/// The answer to a request for a job's result.
enum JobResult: Sendable, Equatable {
    /// There is no such job.
    case unknown
    /// It is queued or running.
    case pending(Job)
    /// It failed, and ``Job/failure`` says why.
    case failed(Job)
    /// It was cancelled, or its result has expired.
    case gone(Job)
    /// What the runner returned.
    case ready(Job, [UInt8])
}
