/// The Cholesky factor of the second moments of predictors that come and go.
struct GrowingCholesky: Sendable {
    /// The rows of the lower triangle.
    private var rows: [[Double]] = []

    /// A predictor that the others leave less of, as a share of it, is a sum of them to rounding.
    private static let smallestShare = 1e-7

    /// Adds a predictor at the end: its `moments` with the others, in their order, and its own `square`.
    ///
    /// - Complexity: O(predictors^2).
    /// - Returns: false where it is a sum of the others, and is not added.
    mutating func append(_ moments: [Double], square: Double) -> Bool {
        precondition(moments.count == rows.count, "a moment with each of the others")
        let row = forward(moments)
        let rest = max(0, row.reduce(square) { $0 - $1 * $1 })
        guard rest.squareRoot() > Self.smallestShare * square.squareRoot() else { return false }
        rows.append(row + [rest.squareRoot()])
        return true
    }

    /// Takes a predictor out; rotations make the rows below a triangle again (Golub & Van Loan, "Matrix Computations", 6.5).
    ///
    /// - Complexity: O(predictors^2).
    mutating func remove(at position: Int) {
        rows.remove(at: position)
        for diagonal in position..<rows.count {
            let (own, next) = (rows[diagonal][diagonal], rows[diagonal][diagonal + 1])
            let length = (own * own + next * next).squareRoot()
            let (cosine, sine) = (own / length, next / length)
            for row in diagonal..<rows.count {
                let (left, right) = (rows[row][diagonal], rows[row][diagonal + 1])
                rows[row][diagonal] = cosine * left + sine * right
                rows[row][diagonal + 1] = cosine * right - sine * left
            }
            rows[diagonal].removeLast()
        }
    }

    /// The solution x of A x = `rightHandSide`, A the predictors' moments.
    ///
    /// - Complexity: O(predictors^2).
    func solve(_ rightHandSide: [Double]) -> [Double] {
        precondition(rightHandSide.count == rows.count, "the right-hand side has one element a predictor")
        var x = forward(rightHandSide)
        for row in rows.indices.reversed() {
            x[row] /= rows[row][row]
            for column in 0..<row { x[column] -= rows[row][column] * x[row] }
        }
        return x
    }

    /// The solution x of L x = `rightHandSide`.
    private func forward(_ rightHandSide: [Double]) -> [Double] {
        var x = rightHandSide
        for row in rows.indices {
            for column in 0..<row { x[row] -= rows[row][column] * x[column] }
            x[row] /= rows[row][row]
        }
        return x
    }
}
