/// A chosen method with its settings and an upper bound of its cost.
public struct Plan: Sendable, Equatable {
    /// The method.
    public let method: Method
    /// The variant of a sampling method; nil for exact ones.
    public let estimator: Estimator?
    /// Which values, and whether with interactions.
    public let kind: AttributionKind
    /// Coalitions to evaluate at most; for LIME the number of samples.
    public let budget: Int
    /// The share of the largest value that the widest 95 % interval may reach on either side.
    public let tolerance: Double
    /// Coalitions (LIME: samples) that will be evaluated at most.
    public let evaluations: Int
    /// Rows the model will predict at most.
    public let modelRows: Int
    /// `modelRows` times the model's operations a row, and the method's own steps beside the model.
    public let operations: Double
    /// Memory that the computation will hold at most, but for the buffers of its threads.
    public let memoryBytes: Int
    /// Whether the result will carry no sampling error.
    public let isExact: Bool
    /// The settings of a local surrogate; none for other methods.
    public let surrogate: SurrogateSettings

    /// Whether a deadline finds an answer before the end: that of a smaller sample.
    public var isAnytime: Bool { method == .kernelSHAP || (method == .lime && estimator == .sampled) }

    init(
        method: Method, estimator: Estimator? = nil, kind: AttributionKind = .shapley, budget: Int,
        tolerance: Double, evaluations: Int, modelRows: Int, operationsPerRow: Int, cost: ComputationCost,
        isExact: Bool,
        surrogate: SurrogateSettings = SurrogateSettings()
    ) {
        self.method = method
        self.estimator = estimator
        self.kind = kind
        self.budget = budget
        self.tolerance = tolerance
        self.evaluations = evaluations
        self.modelRows = modelRows
        operations = Double(modelRows) * Double(max(1, operationsPerRow)) + cost.operations
        memoryBytes = cost.wholeBytes
        self.isExact = isExact
        self.surrogate = surrogate
    }
}
