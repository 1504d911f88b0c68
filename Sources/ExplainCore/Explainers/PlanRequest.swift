/// What a caller wishes of a plan; what is nil is chosen by the planner.
public struct PlanRequest: Sendable, Equatable {
    /// The method.
    public var method: RequestedMethod
    /// The variant of a sampling method; without a method it also chooses the method it belongs to.
    public var estimator: Estimator?
    /// Coalitions to evaluate at most, the empty and the full one included; for LIME the number of samples.
    public var budget: Int?
    /// The half width of the widest 95 % interval, as a share of the largest value, at which a result counts as converged.
    public var tolerance: Double?
    /// Which values, and whether with interactions.
    public var kind: AttributionKind
    /// Settings of LIME's surrogate, for which LIME must be asked for.
    public var surrogate: SurrogateSettings

    /// Creates a request.
    public init(
        method: RequestedMethod = .auto, estimator: Estimator? = nil, budget: Int? = nil, tolerance: Double? = nil,
        kind: AttributionKind = .shapley, surrogate: SurrogateSettings = SurrogateSettings()
    ) {
        self.method = method
        self.estimator = estimator
        self.budget = budget
        self.tolerance = tolerance
        self.kind = kind
        self.surrogate = surrogate
    }
}
