/// The Cholesky factor L of a symmetric positive definite matrix A = L L'.
public struct Cholesky: Sendable {
    /// The order of the matrix.
    public let order: Int

    /// The factor, row after row; only the lower triangle is meaningful.
    private let factor: [Double]

    /// Factors `matrix`, of which only the lower triangle is read; nil when it is not safely positive definite.
    ///
    /// A pivot (a squared diagonal element of L) must exceed `tolerance` times the mean diagonal element of the matrix.
    ///
    /// - Complexity: O(order^3).
    /// - Throws: what `checkpoint` throws, which is looked at once a row.
    public init?(_ matrix: Matrix, tolerance: Double = 0, checkpoint: Checkpoint = .never) throws(ExplainError) {
        precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
        let order = matrix.rows
        var factor = matrix.storage
        let trace = (0..<order).reduce(0) { $0 + factor[$1 * order + $1] }
        let smallest = order == 0 ? 0 : tolerance * trace / Double(order)
        for row in 0..<order {
            try checkpoint.look()
            for column in 0...row {
                var sum = factor[row * order + column]
                for k in 0..<column { sum -= factor[row * order + k] * factor[column * order + k] }
                if row == column {
                    guard sum > smallest, sum > 0, sum.isFinite else { return nil }
                    factor[row * order + row] = sum.squareRoot()
                } else {
                    factor[row * order + column] = sum / factor[column * order + column]
                }
            }
        }
        self.order = order
        self.factor = factor
    }

    /// The solution x of A x = `rightHandSide`.
    ///
    /// - Complexity: O(order^2).
    public func solve(_ rightHandSide: [Double]) -> [Double] {
        precondition(rightHandSide.count == order, "the right-hand side has one element a row")
        var x = rightHandSide
        for row in 0..<order {
            var sum = x[row]
            for column in 0..<row { sum -= factor[row * order + column] * x[column] }
            x[row] = sum / factor[row * order + row]
        }
        for row in (0..<order).reversed() {
            let value = x[row] / factor[row * order + row]
            x[row] = value
            for column in 0..<row { x[column] -= factor[row * order + column] * value }
        }
        return x
    }

    /// The inverse of A, symmetric to the last bit.
    ///
    /// - Complexity: O(order^3).
    /// - Throws: what `checkpoint` throws, which is looked at once a column.
    public func inverse(checkpoint: Checkpoint = .never) throws(ExplainError) -> Matrix {
        var result = Matrix(rows: order, columns: order)
        var unit = [Double](repeating: 0, count: order)
        for column in 0..<order {
            try checkpoint.look()
            unit[column] = 1
            let solution = solve(unit)
            unit[column] = 0
            for row in column..<order {
                result[row, column] = solution[row]
                result[column, row] = solution[row]
            }
        }
        return result
    }
}
