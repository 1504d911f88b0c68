/// A moment until which something may take.
struct Deadline: Sendable {
    /// How long was allowed, in seconds.
    let seconds: Int
    private let end: ContinuousClock.Instant

    /// The moment `seconds` from now.
    init(seconds: Int) {
        self.seconds = seconds
        end = ContinuousClock.now.advanced(by: .seconds(seconds))
    }

    /// What is left, in whole milliseconds for poll(2).
    ///
    /// - Throws: ``ClientError/timeout(seconds:)`` when nothing is.
    func remainingMilliseconds() throws(ClientError) -> Int32 {
        let left = ContinuousClock.now.duration(to: end).components
        let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
        guard milliseconds > 0 else { throw .timeout(seconds: seconds) }
        return Int32(clamping: milliseconds)
    }
}
