/// Weighted least squares whose solution has a given sum: min (b' A b - 2 c' b) subject to 1'b = total.
///
/// From the Karush-Kuhn-Tucker conditions, with A = L L': b = A^-1 c + lambda A^-1 1, and lambda meets the sum. What a vector
/// of noise in c does to b is P = A^-1 - a a' / 1'a with a = A^-1 1, the inverse projected onto zero sums.
struct SumConstrainedLeastSquares: Sendable {
    private let factor: Cholesky
    /// a = A^-1 1.
    private let response: [Double]
    /// 1'a.
    private let responseSum: Double

    /// Factors the Gram matrix A; nil when it is not safely positive definite.
    ///
    /// - Complexity: O(order^3).
    /// - Throws: what `checkpoint` throws.
    init?(gram: Matrix, checkpoint: Checkpoint = .never) throws(ExplainError) {
        guard let factor = try Cholesky(gram, tolerance: 1e-10, checkpoint: checkpoint) else { return nil }
        let response = factor.solve([Double](repeating: 1, count: factor.order))
        let sum = Summation.sum(response)
        guard sum > 0, sum.isFinite else { return nil }
        self.factor = factor
        self.response = response
        responseSum = sum
    }

    /// The solution for one right-hand side c.
    ///
    /// - Complexity: O(order^2).
    func solve(cross: [Double], total: Double) -> [Double] {
        let free = factor.solve(cross)
        let multiplier = (total - Summation.sum(free)) / responseSum
        return free.indices.map { free[$0] + response[$0] * multiplier }
    }

    /// The projected inverse P.
    ///
    /// - Complexity: O(order^3).
    /// - Throws: what `checkpoint` throws.
    func projectedInverse(checkpoint: Checkpoint = .never) throws(ExplainError) -> Matrix {
        var inverse = try factor.inverse(checkpoint: checkpoint)
        for row in 0..<factor.order {
            for column in 0..<factor.order {
                inverse[row, column] -= response[row] * response[column] / responseSum
            }
        }
        return inverse
    }
}
