/// The factor R of a symmetric positive definite matrix A = R' R, computed in lanes of four.
///
/// Four rows at a time are finished and then taken off all rows below (right-looking; Golub & Van Loan 2013, "Matrix
/// Computations", 4.2.6), so that the inner loop is one pass over a row with four products an element. Meant for the many
/// middling systems of a search; ``Cholesky`` is the plain one.
struct LaneCholesky: Sendable {
    /// R, with zeros left of the diagonal.
    private var factor: LaneMatrix

    /// Factors `matrix`, of which only the upper triangle is read; nil when it is not positive definite.
    ///
    /// The padding of `matrix` must be an identity.
    ///
    /// - Complexity: O(order^3 / 6) multiplications.
    init?(_ matrix: consuming LaneMatrix) {
        let width = matrix.width
        factor = matrix
        // SAFETY: the buffer is used inside the call alone, and holds the 4 * width rows of width lanes that rows count.
        let succeeded = unsafe factor.lanes.withUnsafeMutableBufferPointer { lanes in
            for panel in 0..<width {
                for row in (4 * panel)..<(4 * panel + 4) {
                    guard unsafe Self.finish(row, panel: panel, width: width, lanes) else { return false }
                }
                for row in stride(from: 4 * panel + 4, to: 4 * width, by: 1) {
                    let factors = unsafe Self.column(row, ofPanel: panel, width: width, lanes)
                    unsafe Self.subtract(factors, panel: panel, from: row, startingAt: row / 4, width: width, lanes)
                }
            }
            return true
        }
        guard succeeded else { return nil }
    }

    /// The solution x of A x = `rightHandSide`.
    ///
    /// - Complexity: O(order^2).
    func solve(_ rightHandSide: [Double]) -> [Double] {
        precondition(rightHandSide.count == factor.order, "the right-hand side has one element a row")
        let width = factor.width
        var x = [SIMD4<Double>](repeating: .zero, count: width)
        for (row, value) in rightHandSide.enumerated() { x[row / 4][row % 4] = value }
        for row in rightHandSide.indices {
            let value = x[row / 4][row % 4] / factor[row, row]
            for lane in (row / 4)..<width { x[lane] -= value * factor.lanes[row * width + lane] }
            x[row / 4][row % 4] = value
        }
        for row in rightHandSide.indices.reversed() {
            let value = x[row / 4][row % 4]
            x[row / 4][row % 4] = 0
            var sum = SIMD4<Double>.zero
            for lane in (row / 4)..<width { sum += x[lane] * factor.lanes[row * width + lane] }
            x[row / 4][row % 4] = (value - sum.sum()) / factor[row, row]
        }
        return rightHandSide.indices.map { x[$0 / 4][$0 % 4] }
    }

    /// The diagonal of A^-1: the squared lengths of the rows of R^-1.
    ///
    /// - Complexity: O(order^3 / 6) multiplications.
    func inverseDiagonal() -> [Double] {
        let width = factor.width
        var inverse = LaneMatrix(order: factor.order)
        var result = [Double](repeating: 0, count: factor.order)
        // SAFETY: both buffers are used inside the call alone, and belong to matrices of one order.
        unsafe inverse.lanes.withUnsafeMutableBufferPointer { inverse in
            unsafe factor.lanes.withUnsafeBufferPointer { lanes in
                for row in stride(from: 4 * width - 1, through: 0, by: -1) {
                    let length = unsafe Self.invert(row, width: width, lanes, inverse)
                    if row < result.count { result[row] = length }
                }
            }
        }
        return result
    }

    /// Row `row` of R^-1 from those below it, and its squared length.
    private static func invert(
        _ row: Int, width: Int, _ lanes: UnsafeBufferPointer<SIMD4<Double>>,
        _ inverse: UnsafeMutableBufferPointer<SIMD4<Double>>
    ) -> Double {
        // SAFETY: both buffers hold 4 * width rows of width lanes; rows and lanes below are inside them.
        unsafe inverse[row * width + row / 4][row % 4] = 1
        for below in stride(from: row + 1, to: 4 * (row / 4) + 4, by: 1) {
            let factor = unsafe lanes[row * width + row / 4][below % 4]
            for lane in (row / 4)..<width {
                unsafe inverse[row * width + lane] -= factor * inverse[below * width + lane]
            }
        }
        for panel in stride(from: row / 4 + 1, to: width, by: 1) {
            let factors = unsafe lanes[row * width + panel]
            unsafe subtract(factors, panel: panel, from: row, startingAt: panel, width: width, inverse)
        }
        let scale = unsafe 1 / lanes[row * width + row / 4][row % 4]
        var length = SIMD4<Double>.zero
        for lane in (row / 4)..<width {
            let value = unsafe inverse[row * width + lane] * scale
            unsafe inverse[row * width + lane] = value
            length += value * value
        }
        return length.sum()
    }

    /// The elements of the panel's four rows in one column.
    private static func column(
        _ column: Int, ofPanel panel: Int, width: Int, _ lanes: UnsafeMutableBufferPointer<SIMD4<Double>>
    ) -> SIMD4<Double> {
        let start = 4 * panel * width + column / 4
        // SAFETY: the panel's four rows and the column are inside the matrix.
        return unsafe SIMD4(
            lanes[start][column % 4], lanes[start + width][column % 4], lanes[start + 2 * width][column % 4],
            lanes[start + 3 * width][column % 4])
    }

    /// Takes multiples of the panel's four rows off `row`, from lane `first` on.
    @inline(__always)
    private static func subtract(
        _ factors: SIMD4<Double>, panel: Int, from row: Int, startingAt first: Int, width: Int,
        _ lanes: UnsafeMutableBufferPointer<SIMD4<Double>>
    ) {
        let one = 4 * panel * width
        let (two, three, four) = (one + width, one + 2 * width, one + 3 * width)
        let target = row * width
        let (a, b, c, d) = (factors[0], factors[1], factors[2], factors[3])
        for lane in first..<width {
            // SAFETY: the panel is four whole rows of `width` lanes, and `row` another.
            let upper = unsafe a * lanes[one + lane] + b * lanes[two + lane]
            let lower = unsafe c * lanes[three + lane] + d * lanes[four + lane]
            unsafe lanes[target + lane] -= upper + lower
        }
    }

    /// Takes the rows above in the panel off `row`, and divides it by the root of its pivot.
    private static func finish(
        _ row: Int, panel: Int, width: Int, _ lanes: UnsafeMutableBufferPointer<SIMD4<Double>>
    ) -> Bool {
        let start = row * width
        for above in (4 * panel)..<row {
            // SAFETY: both rows lie in the panel, whose four rows are inside the matrix.
            let factor = unsafe lanes[above * width + panel][row % 4]
            for lane in panel..<width { unsafe lanes[start + lane] -= factor * lanes[above * width + lane] }
        }
        // SAFETY: the row is inside the matrix.
        let pivot = unsafe lanes[start + panel][row % 4]
        guard pivot > 0, pivot.isFinite else { return false }
        let scale = 1 / pivot.squareRoot()
        for column in (4 * panel)..<row { unsafe lanes[start + panel][column % 4] = 0 }
        for lane in panel..<width { unsafe lanes[start + lane] *= scale }
        return true
    }
}
