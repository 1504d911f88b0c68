/// Shapley, Banzhaf or Owen values of a game, for all its outputs at once.
public struct Attributions: Sendable, Equatable {
    /// One value an output and player, outputs x players.
    public var values: Matrix
    /// One standard error an output and player; nil where there is none to give (too few samples to tell).
    public var standardErrors: Matrix?
    /// The pairwise Shapley interaction indices of each output, players x players, symmetric with a zero diagonal; nil where
    /// they were not asked for.
    public var interactions: [Matrix]?
    /// v(empty) of each output.
    public var baseValues: [Double]
    /// v(all players) of each output.
    public var fullValues: [Double]
    /// Coalitions evaluated, the empty and the full one included.
    public var evaluations: Int
    /// Whether the values are exact or have reached their tolerance.
    public var converged: Bool
    /// Whether all coalitions were evaluated, so that the values carry no sampling error.
    public var isExact: Bool
    /// The variant of a sampling method; nil for exact ones.
    public var estimator: Estimator?

    /// Creates a result.
    public init(
        values: Matrix, standardErrors: Matrix? = nil, interactions: [Matrix]? = nil, baseValues: [Double],
        fullValues: [Double], evaluations: Int, converged: Bool, isExact: Bool, estimator: Estimator? = nil
    ) {
        self.values = values
        self.standardErrors = standardErrors
        self.interactions = interactions
        self.baseValues = baseValues
        self.fullValues = fullValues
        self.evaluations = evaluations
        self.converged = converged
        self.isExact = isExact
        self.estimator = estimator
    }

    /// The result, if all its numbers are finite: finite answers near the largest double can still overflow in a difference.
    ///
    /// - Throws: ``ExplainError/unsuitableData(_:)`` otherwise.
    func checkedFinite() throws(ExplainError) -> Attributions {
        let numbers = [values.storage, standardErrors?.storage ?? [], baseValues, fullValues]
        let pairs = (interactions ?? []).map(\.storage)
        guard (numbers + pairs).allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw .unsuitableData("the model's outputs are so large that their differences overflow")
        }
        return self
    }
}
