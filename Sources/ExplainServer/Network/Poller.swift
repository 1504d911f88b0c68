/// Waits for many descriptors at once, level-triggered.
///
/// A poller belongs to one thread. It does not own the descriptors.
protocol Poller: AnyObject {
    /// Watches a descriptor.
    ///
    /// - Returns: whether the system had room for it.
    func add(_ descriptor: Int32, _ interest: Interest) -> Bool

    /// Changes what is watched for; with an empty interest only errors and hang-ups are reported.
    func modify(_ descriptor: Int32, _ interest: Interest)

    /// Stops watching a descriptor; to be called before it is closed.
    func remove(_ descriptor: Int32)

    /// Waits until something happens, or the time is over.
    ///
    /// - Parameters:
    ///   - timeoutMilliseconds: how long at most; -1 for ever.
    ///   - events: replaced by what happened; empty after a time-out or a signal.
    func wait(timeoutMilliseconds: Int32, into events: inout [ReadyEvent])
}
