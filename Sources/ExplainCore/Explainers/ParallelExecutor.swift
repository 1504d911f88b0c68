import Dispatch

/// Runs the same work on several threads at once.
public protocol ParallelExecutor: Sendable {
    /// Calls `work` with numbers below `width`, each at most once, 0 always, and returns when all calls have.
    ///
    /// The work hands out its own pieces: fewer calls than `width` are slower and change nothing.
    func perform(width: Int, _ work: @Sendable (Int) -> Void)
}

/// Dispatch's shared threads.
public struct DispatchExecutor: ParallelExecutor {
    /// Creates the executor.
    public init() {}

    /// Calls `work` with every number below `width` on as many threads as are free.
    public func perform(width: Int, _ work: @Sendable (Int) -> Void) {
        DispatchQueue.concurrentPerform(iterations: width, execute: work)
    }
}
