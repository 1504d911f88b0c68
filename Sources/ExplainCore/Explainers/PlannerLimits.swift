/// What the planner may spend.
public struct PlannerLimits: Sendable, Equatable {
    /// The most players whose coalitions are all evaluated on request.
    public var maximumEnumerationPlayers: Int
    /// The largest budget of coalitions.
    public var maximumBudget: Int
    /// The largest number of LIME samples.
    public var maximumSamples: Int

    /// Creates limits.
    public init(
        maximumEnumerationPlayers: Int = 20, maximumBudget: Int = 1_000_000, maximumSamples: Int = 100_000
    ) {
        self.maximumEnumerationPlayers = maximumEnumerationPlayers
        self.maximumBudget = maximumBudget
        self.maximumSamples = maximumSamples
    }
}
