import Synchronization

/// What a server counts: written by its loop, read from any thread.
final class ServerStatistics: Sendable {
    /// The counters at one moment.
    struct Counts: Sendable, Equatable {
        /// Connections open now.
        var connections: Int
        /// Connections accepted since the start.
        var accepted: Int
        /// Requests whose head was well-formed, since the start.
        var requests: Int
        /// Requests refused by the server itself, time-outs included, since the start.
        var failures: Int
        /// Pauses of accepting for want of descriptors, since the start.
        var acceptPauses: Int
    }

    let connections = Atomic<Int>(0)
    let accepted = Atomic<Int>(0)
    let requests = Atomic<Int>(0)
    let failures = Atomic<Int>(0)
    let acceptPauses = Atomic<Int>(0)

    /// The counters as they are now.
    var counts: Counts {
        Counts(
            connections: connections.load(ordering: .relaxed), accepted: accepted.load(ordering: .relaxed),
            requests: requests.load(ordering: .relaxed), failures: failures.load(ordering: .relaxed),
            acceptPauses: acceptPauses.load(ordering: .relaxed))
    }
}
