/// A rank-revealing factorisation A P = Q R by Householder reflections with column pivoting (Businger & Golub 1965).
struct HouseholderQR: Sendable {
    /// The number of rows of A.
    let rows: Int
    /// The number of columns of A.
    let columns: Int
    /// The numerical rank: pivots above the tolerance times the first.
    let rank: Int
    /// The column of A that stands at each position of A P.
    let permutation: [Int]
    /// R in the upper triangle; below the diagonal the reflections' vectors, whose first element is `heads`.
    private let packed: Matrix
    private let heads: [Double]
    private let scales: [Double]

    /// Factors `matrix`.
    ///
    /// - Complexity: O(rows * columns * rank).
    /// - Throws: what `checkpoint` throws, which is looked at three times a column.
    init(_ matrix: Matrix, tolerance: Double, checkpoint: Checkpoint = .never) throws(ExplainError) {
        var packed = matrix
        var permutation = Array(0..<matrix.columns)
        var heads: [Double] = []
        var scales: [Double] = []
        var firstPivot = 0.0
        for step in 0..<min(matrix.rows, matrix.columns) {
            try checkpoint.look()
            let (best, norm) = Self.largestColumn(packed, from: step)
            if step == 0 { firstPivot = norm }
            guard norm > tolerance * firstPivot, norm > 0 else { break }
            try checkpoint.look()
            Self.swapColumns(&packed, step, best)
            permutation.swapAt(step, best)
            let (head, scale) = try Self.reflect(&packed, step, norm: norm, checkpoint)
            heads.append(head)
            scales.append(scale)
        }
        rows = matrix.rows
        columns = matrix.columns
        rank = heads.count
        self.permutation = permutation
        self.packed = packed
        self.heads = heads
        self.scales = scales
    }

    /// An element of R.
    func upper(_ row: Int, _ column: Int) -> Double { column < row ? 0 : packed[row, column] }

    /// Q' x.
    func applyTransposed(_ vector: [Double]) -> [Double] {
        var x = vector
        for step in 0..<rank { reflect(&x, step) }
        return x
    }

    /// Q x.
    func apply(_ vector: [Double]) -> [Double] {
        var x = vector
        for step in (0..<rank).reversed() { reflect(&x, step) }
        return x
    }

    private func reflect(_ x: inout [Double], _ step: Int) {
        var product = heads[step] * x[step]
        for row in (step + 1)..<max(rows, step + 1) { product += packed[row, step] * x[row] }
        product *= scales[step]
        x[step] -= product * heads[step]
        for row in (step + 1)..<max(rows, step + 1) { x[row] -= product * packed[row, step] }
    }

    /// The remaining column of the largest norm; norms are computed afresh, as downdating them loses digits.
    private static func largestColumn(_ matrix: Matrix, from step: Int) -> (index: Int, norm: Double) {
        var squares = [Double](repeating: 0, count: matrix.columns)
        for row in step..<matrix.rows {
            for column in step..<matrix.columns { squares[column] += matrix[row, column] * matrix[row, column] }
        }
        var best = step
        for column in step..<matrix.columns where squares[column] > squares[best] { best = column }
        return (best, squares[best].squareRoot())
    }

    private static func swapColumns(_ matrix: inout Matrix, _ first: Int, _ second: Int) {
        guard first != second else { return }
        for row in 0..<matrix.rows {
            let kept = matrix[row, first]
            matrix[row, first] = matrix[row, second]
            matrix[row, second] = kept
        }
    }

    /// Turns column `step` into its pivot and applies the reflection I - scale v v' to the columns after it.
    private static func reflect(
        _ matrix: inout Matrix, _ step: Int, norm: Double, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> (head: Double, scale: Double) {
        let pivot = matrix[step, step]
        let diagonal = pivot > 0 ? -norm : norm
        let head = pivot - diagonal
        let scale = 2 / (head * head + (norm * norm - pivot * pivot))
        var products = [Double](repeating: 0, count: matrix.columns)
        for column in (step + 1)..<max(matrix.columns, step + 1) { products[column] = head * matrix[step, column] }
        for row in (step + 1)..<max(matrix.rows, step + 1) {
            let element = matrix[row, step]
            for column in (step + 1)..<max(matrix.columns, step + 1) {
                products[column] += element * matrix[row, column]
            }
        }
        try checkpoint.look()
        for column in (step + 1)..<max(matrix.columns, step + 1) {
            matrix[step, column] -= scale * products[column] * head
        }
        for row in (step + 1)..<max(matrix.rows, step + 1) {
            let element = scale * matrix[row, step]
            for column in (step + 1)..<max(matrix.columns, step + 1) {
                matrix[row, column] -= element * products[column]
            }
        }
        matrix[step, step] = diagonal
        return (head, scale)
    }
}
