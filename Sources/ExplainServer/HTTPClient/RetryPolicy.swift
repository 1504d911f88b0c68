/// Which failures are worth another attempt, and how long to wait before it.
enum RetryPolicy {
    /// The most repetitions of a request.
    static let mostRetries = 2
    /// The longest wait, in milliseconds.
    static let longestWaitMilliseconds = 2_000
    /// The longest wait before the first retry, in milliseconds; it doubles.
    private static let firstWaitMilliseconds = 100

    /// Whether a status says that the same request may succeed a moment later.
    ///
    /// 500 does not: it is what model servers answer to rows that they cannot read.
    static func isWorthRepeating(status: Int) -> Bool { [429, 502, 503, 504].contains(status) }

    /// Whether a fault is one before the peer saw the request.
    static func isWorthRepeating(_ fault: PeerFault) -> Bool { fault == .noConnection }

    /// A random wait up to a bound that doubles with every attempt (full jitter), or what the peer asked for.
    ///
    /// - Returns: milliseconds; nil when the peer wants to be left alone for longer than is worth waiting.
    static func waitMilliseconds(
        retry: Int, retryAfterSeconds: Int?, using random: inout some RandomNumberGenerator
    ) -> Int? {
        if let retryAfterSeconds, retryAfterSeconds > 0 {
            return retryAfterSeconds * 1_000 <= longestWaitMilliseconds ? retryAfterSeconds * 1_000 : nil
        }
        let bound = min(longestWaitMilliseconds, firstWaitMilliseconds << min(retry, 10))
        return Int.random(in: 0...bound, using: &random)
    }
}
