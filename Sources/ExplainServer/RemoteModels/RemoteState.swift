/// A model server at one moment, for people and for metrics.
struct RemoteState: Sendable {
    /// `closed`, `open` or `half_open`.
    var breaker: String
    /// How often the breaker opened.
    var openings: Int
    /// Whether the model has shown that its answers are those of a model; nil: how it failed to.
    var admission: RemoteAdmission
    /// Whether the model can be explained as far as is known.
    var isWell: Bool {
        if case .passed = admission { return breaker == "closed" }
        return false
    }

    /// What was asked so far.
    var counters: RemoteCounters
    /// The threads that explain.
    var threads: ComputePoolCounters
}
