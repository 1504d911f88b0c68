/// What the explanation cache holds and did.
struct CacheCounters: Sendable, Equatable {
    /// The entries it holds.
    var entries = 0
    /// Their cost.
    var bytes = 0
    /// The most they may cost.
    var capacityBytes = 0
    /// Requests answered from it.
    var hits = 0
    /// Requests it had no answer for.
    var misses = 0
    /// Entries removed to make room.
    var evictions = 0
    /// Requests that joined an equal one in flight.
    var joined = 0
}
