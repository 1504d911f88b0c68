import Synchronization

/// What a server counts; to be read from any thread.
final class ServerStatistics: Sendable {
    /// Connections open now.
    let connections = Atomic<Int>(0)
    /// Connections accepted since the start.
    let accepted = Atomic<Int>(0)
    /// Requests whose head was accepted by the parser, since the start.
    let requests = Atomic<Int>(0)
    /// Requests refused by the server itself, time-outs included, since the start.
    let failures = Atomic<Int>(0)
    /// Pauses of accepting for want of descriptors, since the start.
    let acceptPauses = Atomic<Int>(0)

    /// Creates counters at zero.
    init() {}
}
