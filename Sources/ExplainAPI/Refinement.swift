/// What is queued behind an answer that was given at once.
public enum Refinement: String, Sendable, Hashable, CaseIterable {
    /// The exact values.
    case exact
}
