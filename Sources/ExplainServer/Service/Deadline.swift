/// When a synchronous computation has to end.
struct Deadline: Sendable, Equatable {
    /// From the time the computation was asked for.
    var milliseconds: Int
    /// Whether the caller set it, and so takes an answer from what was sampled until then.
    var isCallers: Bool

    /// The caller's deadline if there is one and it is the shorter, the server's otherwise.
    init(callers: Int?, servers: Int) {
        isCallers = callers.map { $0 <= servers } ?? false
        milliseconds = min(callers ?? servers, servers)
    }
}
