/// What the planner may spend.
public struct PlannerLimits: Sendable, Equatable {
    /// The most players whose coalitions are all evaluated on request.
    public var maximumEnumerationPlayers: Int
    /// The most players of the sampling methods, whose solve takes up to players^3 steps.
    public var maximumPlayers: Int
    /// The largest budget of coalitions.
    public var maximumBudget: Int
    /// The largest number of LIME samples.
    public var maximumSamples: Int

    /// The most memory that one computation may hold.
    public var maximumMemoryBytes: Int

    /// Creates limits.
    public init(
        maximumEnumerationPlayers: Int = 20, maximumPlayers: Int = 4096, maximumBudget: Int = 1_000_000,
        maximumSamples: Int = 100_000, maximumMemoryBytes: Int = 1 << 28
    ) {
        self.maximumEnumerationPlayers = maximumEnumerationPlayers
        self.maximumPlayers = maximumPlayers
        self.maximumBudget = maximumBudget
        self.maximumSamples = maximumSamples
        self.maximumMemoryBytes = maximumMemoryBytes
    }
}
