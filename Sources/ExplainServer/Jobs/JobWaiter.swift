/// Someone who waits for a job's status to change.
struct JobWaiter: Sendable {
    /// When waiting ends, monotonic clock.
    var deadlineNanoseconds: UInt64
    /// Told the job, once.
    var completion: @Sendable (Job?) -> Void
}
