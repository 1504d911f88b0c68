import ExplainCore

/// The end of everything that one exchange does: connecting, sending and receiving share it, so that a peer that answers
/// a byte at a time gains nothing.
struct PeerDeadline: Sendable {
    /// The moment at which the peer has had its time, on the monotonic clock.
    let endNanoseconds: UInt64
    /// Thrown when the caller stops, or its own deadline passes.
    let cancellation: Cancellation?

    /// How long a wait goes without a look at the switch, in milliseconds.
    private static let lookMilliseconds: UInt64 = 20

    /// The moment `milliseconds` from now.
    init(milliseconds: Int, cancellation: Cancellation? = nil) {
        endNanoseconds = Self.moment(inMilliseconds: milliseconds)
        self.cancellation = cancellation
    }

    private init(endNanoseconds: UInt64, cancellation: Cancellation?) {
        self.endNanoseconds = endNanoseconds
        self.cancellation = cancellation
    }

    /// The same, but for a step that has at most so long.
    func limited(toMilliseconds milliseconds: Int) -> PeerDeadline {
        PeerDeadline(
            endNanoseconds: min(Self.moment(inMilliseconds: milliseconds), endNanoseconds), cancellation: cancellation)
    }

    /// How long the next wait may be before the next look, 1 ms at least.
    ///
    /// - Throws: ``PeerFault/timedOut``, ``PeerFault/deadlineExceeded`` or ``PeerFault/cancelled`` when there is no more.
    func nextWaitMilliseconds() throws(PeerFault) -> Int32 {
        if let cancellation {
            if cancellation.isCancelled { throw .cancelled }
            if cancellation.isExpired { throw .deadlineExceeded }
        }
        let now = SystemClock().monotonicNanoseconds
        guard now < endNanoseconds else { throw .timedOut }
        return Int32(max(1, min((endNanoseconds - now) / 1_000_000, Self.lookMilliseconds)))
    }

    private static func moment(inMilliseconds milliseconds: Int) -> UInt64 {
        SystemClock().monotonicNanoseconds &+ UInt64(max(0, milliseconds)) * 1_000_000
    }
}
