import ExplainCore

/// What may happen to a job.
enum JobEvent: Sendable, Equatable {
    /// A worker takes it.
    case start
    /// The runner says how far it is.
    case progress(Progress)
    /// The runner returned a result of so many bytes.
    case succeed(resultBytes: Int)
    /// The runner threw.
    case fail(JobFailure)
    /// The client wants it no more.
    case cancel
    /// It goes back to the queue; its progress stays where the next attempt goes on with what this one kept.
    case requeue(Reason, hasKept: Bool)

    /// Why a running job goes back to the queue.
    enum Reason: Sendable, Equatable {
        /// The server stops in good order.
        case drained
        /// The process died while it ran.
        case crashed
    }
}
