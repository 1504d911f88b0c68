/// The time, as the server sees it: tests put a clock of their own in its place.
protocol ServerClock: Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, for what people read. It may jump.
    var wallMilliseconds: Int64 { get }
    /// Nanoseconds since some fixed moment, for measuring and for deadlines. It never goes back.
    var monotonicNanoseconds: UInt64 { get }
}
