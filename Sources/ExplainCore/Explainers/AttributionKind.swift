/// Which values are asked for, and whether pairwise interactions are, too.
public struct AttributionKind: Sendable, Equatable {
    /// Shapley values and nothing else, which every method computes or estimates.
    public static let shapley = AttributionKind()

    /// The values.
    public var index: AttributionIndex
    /// The unions of the players, which Owen values need; of no meaning to others.
    public var unions: CoalitionStructure?
    /// Whether the players' pairwise Shapley interactions are asked for.
    public var interactions: Bool

    /// Creates a kind.
    public init(index: AttributionIndex = .shapley, unions: CoalitionStructure? = nil, interactions: Bool = false) {
        self.index = index
        self.unions = unions
        self.interactions = interactions
    }

    /// Whether only exact methods have it.
    public var needsExactMethod: Bool { index != .shapley || interactions }
}
