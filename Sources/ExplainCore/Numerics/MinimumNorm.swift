/// Least squares when the columns do not determine the answer: of all minimisers of |A x - b|, the shortest.
///
/// Well-conditioned independent rows are solved as x = A' (A A')^-1 b. Otherwise A' P = Q R with pivoting gives x = Q u with
/// R' u = P' b (least squares when rows of A depend on each other): a complete orthogonal decomposition.
struct MinimumNorm: Sendable {
    private enum Form {
        case rows(Cholesky, Matrix)
        case orthogonal(outer: HouseholderQR, inner: HouseholderQR?)
    }

    /// The smallest pivot of A A' relative to its mean diagonal that is taken for well-conditioned: 1e-10 in the answer.
    private static let safePivot = 1e-6

    private let form: Form

    /// Prepares `matrix`; directions below `tolerance` times the largest are left out.
    ///
    /// - Complexity: O(rows^2 * columns).
    /// - Throws: what `checkpoint` throws.
    init(_ matrix: Matrix, tolerance: Double = 1e-10, checkpoint: Checkpoint = .never) throws(ExplainError) {
        if matrix.rows <= matrix.columns,
            let gram = try Cholesky(
                Self.gram(of: matrix, checkpoint), tolerance: Self.safePivot, checkpoint: checkpoint)
        {
            form = .rows(gram, matrix)
            return
        }
        let outer = try HouseholderQR(Self.transposed(matrix), tolerance: tolerance, checkpoint: checkpoint)
        guard outer.rank < matrix.rows, outer.rank > 0 else {
            form = .orthogonal(outer: outer, inner: nil)
            return
        }
        var lower = Matrix(rows: matrix.rows, columns: outer.rank)
        for row in 0..<matrix.rows {
            for column in 0..<outer.rank { lower[row, column] = outer.upper(column, row) }
        }
        form = .orthogonal(outer: outer, inner: try HouseholderQR(lower, tolerance: 0, checkpoint: checkpoint))
    }

    /// The shortest minimiser for one right-hand side.
    func solve(_ rightHandSide: [Double]) -> [Double] {
        switch form {
        case .rows(let gram, let matrix):
            return Self.combine(matrix, gram.solve(rightHandSide))
        case .orthogonal(let outer, let inner):
            let permuted = outer.permutation.map { rightHandSide[$0] }
            let short = inner.map { Self.leastSquares($0, permuted) } ?? Self.forward(outer, permuted)
            return outer.apply(short + [Double](repeating: 0, count: outer.rows - outer.rank))
        }
    }

    /// A A'.
    private static func gram(of matrix: Matrix, _ checkpoint: Checkpoint) throws(ExplainError) -> Matrix {
        var result = Matrix(rows: matrix.rows, columns: matrix.rows)
        let elements = matrix.storage
        for row in 0..<matrix.rows {
            try checkpoint.look()
            for other in 0...row {
                var sum = 0.0
                for k in 0..<matrix.columns {
                    sum += elements[row * matrix.columns + k] * elements[other * matrix.columns + k]
                }
                result[row, other] = sum
            }
        }
        return result
    }

    private static func transposed(_ matrix: Matrix) -> Matrix {
        var result = Matrix(rows: matrix.columns, columns: matrix.rows)
        for row in 0..<matrix.rows {
            for column in 0..<matrix.columns { result[column, row] = matrix[row, column] }
        }
        return result
    }

    /// A' y.
    private static func combine(_ matrix: Matrix, _ multipliers: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: matrix.columns)
        for row in 0..<matrix.rows {
            let multiplier = multipliers[row]
            for column in 0..<matrix.columns { result[column] += multiplier * matrix[row, column] }
        }
        return result
    }

    /// R' u = b by forward substitution.
    private static func forward(_ factor: HouseholderQR, _ rightHandSide: [Double]) -> [Double] {
        var u = [Double](rightHandSide[..<factor.rank])
        for row in 0..<factor.rank {
            var sum = u[row]
            for column in 0..<row { sum -= factor.upper(column, row) * u[column] }
            u[row] = sum / factor.upper(row, row)
        }
        return u
    }

    /// The least squares solution for a factor of full column rank.
    private static func leastSquares(_ factor: HouseholderQR, _ rightHandSide: [Double]) -> [Double] {
        let projected = factor.applyTransposed(rightHandSide)
        var solution = [Double](repeating: 0, count: factor.columns)
        var pivots = [Double](repeating: 0, count: factor.rank)
        for row in (0..<factor.rank).reversed() {
            var sum = projected[row]
            for column in (row + 1)..<max(factor.rank, row + 1) { sum -= factor.upper(row, column) * pivots[column] }
            pivots[row] = sum / factor.upper(row, row)
            solution[factor.permutation[row]] = pivots[row]
        }
        return solution
    }
}
