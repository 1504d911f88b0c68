import ExplainCore

/// What the cache keeps for one instance: everything of the answer but its identifier.
struct CachedExplanation: Sendable {
    /// One explanation an output, in the order asked for.
    var explanations: [Explanation]
    /// What the model answers for the instance in its response space; one number an output column.
    var response: [Double]
    /// Whether the caller's deadline cut the sampling short; such a result is never kept.
    var isCut: Bool

    /// The memory this takes, roughly, in bytes.
    var costBytes: Int {
        explanations.reduce(64 + 8 * response.count) { cost, explanation in
            let numbers =
                explanation.values.count + (explanation.standardErrors?.count ?? 0)
                + (explanation.interactions?.storage.count ?? 0)
            return cost + 160 + 8 * numbers
        }
    }
}
