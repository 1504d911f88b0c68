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

    /// The attributions of a game of `count` players, from those of the game without players that are worth exactly 0.
    ///
    /// `players` are the positions of the players here among all.
    func expanded(to count: Int, players: [Int]) -> Attributions {
        precondition(players.count == values.columns && players.allSatisfy { $0 < count }, "players are among all")
        guard players.count < count else { return self }
        func spread(_ matrix: Matrix) -> Matrix {
            var result = Matrix(rows: matrix.rows, columns: count)
            for row in 0..<matrix.rows {
                for (position, player) in players.enumerated() { result[row, player] = matrix[row, position] }
            }
            return result
        }
        var result = self
        result.values = spread(values)
        result.standardErrors = standardErrors.map(spread)
        result.interactions = interactions?.map { matrix in
            var square = Matrix(rows: count, columns: count)
            for (row, player) in players.enumerated() {
                for (column, other) in players.enumerated() { square[player, other] = matrix[row, column] }
            }
            return square
        }
        return result
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
