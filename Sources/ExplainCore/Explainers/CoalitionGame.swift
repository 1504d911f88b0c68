/// A cooperative game with vector values: v(S) for coalitions S of players, one number an output.
public protocol CoalitionGame: Sendable {
    /// The number of players.
    var playerCount: Int { get }

    /// The number of outputs; values are vectors of this length.
    var outputCount: Int { get }

    /// The number of model rows one coalition costs.
    var rowsPerCoalition: Int { get }

    /// The number of coalitions a call handles best.
    var preferredBatch: Int { get }

    /// Evaluates coalitions.
    ///
    /// Shape: `values` holds `coalitions.count` x `outputCount` numbers. A value depends on its coalition alone.
    ///
    /// - Throws: ``ExplainError/model(_:)`` when the model fails.
    func evaluate(
        _ coalitions: ArraySlice<Coalition>, into values: inout MutableSpan<Double>
    ) throws(ExplainError)
}
