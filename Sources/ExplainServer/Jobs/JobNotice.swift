/// A waiter and what to tell it, to be delivered outside all locks.
struct JobNotice: Sendable {
    var waiter: JobWaiter
    var job: Job

    /// Tells the waiter.
    func deliver() { waiter.completion(job) }
}
