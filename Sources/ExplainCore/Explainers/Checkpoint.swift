/// The look that a long calculation takes, every some million steps at most, at the switch that stops it.
public struct Checkpoint: Sendable {
    /// Never stops: for calculations that nobody waits for.
    public static let never = Checkpoint(cancellation: nil, heedsDeadline: false)

    /// The rows between two looks of a calculation that goes through rows one by one.
    static let rows = 64

    private let cancellation: Cancellation?
    private let heedsDeadline: Bool

    /// Creates a checkpoint; without a `cancellation` there is nothing to look at.
    public init(cancellation: Cancellation?, heedsDeadline: Bool) {
        self.cancellation = cancellation
        self.heedsDeadline = heedsDeadline
    }

    /// Goes on unless the switch has been thrown.
    ///
    /// - Complexity: two atomic loads.
    /// - Throws: ``ExplainError/cancelled``; ``ExplainError/deadlineExceeded`` where the deadline is heeded.
    public func look() throws(ExplainError) {
        guard let cancellation else { return }
        if cancellation.isCancelled { throw .cancelled }
        if heedsDeadline, cancellation.isExpired { throw .deadlineExceeded }
    }
}
