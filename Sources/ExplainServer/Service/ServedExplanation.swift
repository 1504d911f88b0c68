import ExplainAPI

/// One instance's explanation as it goes into an answer.
struct ServedExplanation: Sendable {
    var value: CachedExplanation
    /// Where it came from.
    var origin: CacheState
    var seed: UInt64
}
