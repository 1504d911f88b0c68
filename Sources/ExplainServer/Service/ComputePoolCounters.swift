/// What a compute pool does and did.
struct ComputePoolCounters: Sendable, Equatable {
    /// The number of threads.
    var width = 0
    /// The most pieces of work that may wait.
    var capacity = 0
    /// Pieces being worked on.
    var busy = 0
    /// Pieces that wait.
    var queued = 0
    /// Pieces refused so far because too many waited.
    var rejected = 0
    /// Pieces finished so far.
    var completed = 0
}
