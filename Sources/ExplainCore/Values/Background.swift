/// Weighted reference rows that stand for "feature absent".
///
/// The value function of an instance x is v(S) = sum_b w_b f(x_S, b_rest) over these rows b (interventional expectation;
/// Lundberg & Lee 2017, "A Unified Approach to Interpreting Model Predictions", NeurIPS; Janzing et al. 2020, AISTATS).
public struct Background: Sendable, Equatable {
    /// The reference rows, rows x features; NaN is a missing value.
    public let rows: Matrix

    /// One non-negative weight a row; they sum to 1.
    public let weights: [Double]

    /// SHA-256 over shape, row bits and weight bits, as `sha256:<64 hex digits>`.
    public let digest: String

    /// Creates a background of equally weighted rows.
    ///
    /// - Throws: ``BackgroundError/empty`` without rows or columns.
    public init(_ rows: Matrix) throws(BackgroundError) {
        try self.init(rows, weights: [Double](repeating: 1, count: rows.rows))
    }

    /// Creates a background; `weights` are normalised to sum to 1.
    ///
    /// - Throws: ``BackgroundError`` without rows, with another number of weights than rows, with a weight that is
    ///   negative or not finite, or when all are 0.
    public init(_ rows: Matrix, weights: [Double]) throws(BackgroundError) {
        guard rows.rows > 0, rows.columns > 0 else { throw .empty }
        guard weights.count == rows.rows else { throw .weightCount(weights.count, rows: rows.rows) }
        for (row, weight) in weights.enumerated() where !(weight >= 0 && weight.isFinite) { throw .badWeight(row: row) }
        let total = weights.reduce(0, +)
        guard total > 0, total.isFinite else { throw .badWeight(row: 0) }
        self.rows = rows
        self.weights = weights.map { $0 / total }
        var hash = SHA256()
        hash.update(UInt64(rows.rows))
        hash.update(UInt64(rows.columns))
        for value in rows.storage { hash.update(value.bitPattern) }
        for value in self.weights { hash.update(value.bitPattern) }
        digest = hash.finalizedName()
    }
}

/// Why a background is refused.
public enum BackgroundError: Error, Equatable {
    /// There are no rows or no columns.
    case empty
    /// The number of weights differs from the number of rows.
    case weightCount(Int, rows: Int)
    /// A weight is negative or not finite, or all are 0.
    case badWeight(row: Int)
}
