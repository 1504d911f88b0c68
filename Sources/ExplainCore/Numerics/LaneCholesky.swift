/// The factor L of a symmetric positive definite matrix A = L L', computed in tiles of four by four.
///
/// Tile by tile, from the rows above (left-looking; Golub & Van Loan 2013, "Matrix Computations", 4.2.5): the inner loop
/// keeps a tile in registers and reads both its factors in order. Meant for the many middling systems of a search;
/// ``Cholesky`` is the plain one.
struct LaneCholesky: Sendable {
    /// L, with zeros right of the diagonal.
    private(set) var factor: LaneMatrix
    /// The reciprocals of L's diagonal, four a panel.
    private(set) var reciprocals: [SIMD4<Double>]

    /// Factors `matrix`; nil when it is not positive definite.
    ///
    /// The padding of `matrix` must be an identity.
    ///
    /// - Complexity: O(order^3 / 6) multiplications.
    init?(_ matrix: consuming LaneMatrix) { self.init(taking: &matrix) }

    /// Factors `matrix` in its own memory, which ``giveBack(to:)`` hands back.
    init?(taking matrix: inout LaneMatrix) {
        let panels = matrix.panels
        factor = LaneMatrix(order: 0)
        swap(&factor, &matrix)
        reciprocals = [SIMD4<Double>](repeating: .zero, count: panels)
        // SAFETY: the buffers are used inside the calls alone, and hold the panels that rows and columns count.
        let succeeded = unsafe factor.lanes.withUnsafeMutableBufferPointer { lanes in
            unsafe reciprocals.withUnsafeMutableBufferPointer { reciprocals in
                guard let lanes = lanes.baseAddress, let reciprocals = reciprocals.baseAddress else { return true }
                for row in 0..<panels {
                    for column in 0..<row { unsafe Self.eliminate(row, column, lanes, reciprocals) }
                    guard unsafe Self.finish(row, lanes, reciprocals) else { return false }
                }
                return true
            }
        }
        guard succeeded else {
            swap(&factor, &matrix)
            return nil
        }
    }

    /// Exchanges the memory of the factor, which is of no use after that, for that of `matrix`.
    mutating func giveBack(to matrix: inout LaneMatrix) { swap(&factor, &matrix) }

    /// The solution x of A x = `rightHandSide`.
    ///
    /// - Complexity: O(order^2).
    func solve(_ rightHandSide: [Double]) -> [Double] {
        precondition(rightHandSide.count == factor.order, "the right-hand side has one element a row")
        var x = rightHandSide + [Double](repeating: 0, count: 4 * factor.panels - factor.order)
        for panel in 0..<factor.panels {
            let start = LaneMatrix.start(ofPanel: panel)
            var rest = SIMD4(x[4 * panel], x[4 * panel + 1], x[4 * panel + 2], x[4 * panel + 3])
            for column in 0..<(4 * panel) { rest -= x[column] * factor.lanes[start + column] }
            for lane in 0..<4 {
                let value = rest[lane] * reciprocals[panel][lane]
                rest -= value * factor.lanes[start + 4 * panel + lane]
                x[4 * panel + lane] = value
            }
        }
        for panel in (0..<factor.panels).reversed() {
            let start = LaneMatrix.start(ofPanel: panel)
            var values = SIMD4<Double>.zero
            for lane in stride(from: 3, through: 0, by: -1) {
                let known = (values * factor.lanes[start + 4 * panel + lane]).sum()
                values[lane] = (x[4 * panel + lane] - known) * reciprocals[panel][lane]
                x[4 * panel + lane] = values[lane]
            }
            for column in 0..<(4 * panel) { x[column] -= (values * factor.lanes[start + column]).sum() }
        }
        return [Double](x[..<factor.order])
    }

    /// The diagonal of A^-1: the squared lengths of the columns of L^-1.
    ///
    /// - Complexity: O(order^3 / 6) multiplications.
    func inverseDiagonal() -> [Double] {
        var result = [Double](repeating: 0, count: 4 * factor.panels)
        forEachInverseDiagonal { panel, diagonal in
            for lane in 0..<4 { result[4 * panel + lane] = diagonal[lane] }
            return true
        }
        return [Double](result[..<factor.order])
    }

    /// Calls `body` with four elements of the diagonal of A^-1 at a time, the last ones first, until it returns false.
    ///
    /// - Complexity: for the last k panels of four O((4 k)^3 / 6) multiplications.
    func forEachInverseDiagonal(_ body: (_ panel: Int, _ diagonal: SIMD4<Double>) -> Bool) {
        let panels = factor.panels
        var columns = [SIMD4<Double>](repeating: .zero, count: 4 * panels)
        // SAFETY: the buffers are used inside the calls alone; `columns` has room for all rows of a panel's columns.
        unsafe columns.withUnsafeMutableBufferPointer { columns in
            unsafe factor.lanes.withUnsafeBufferPointer { lanes in
                guard let columns = columns.baseAddress, let lanes = lanes.baseAddress else { return }
                for panel in (0..<panels).reversed() {
                    let diagonal = unsafe invert(panel, lanes, columns)
                    guard body(panel, diagonal) else { return }
                }
            }
        }
    }
}

extension LaneCholesky {
    /// The tile of L in a panel's rows and the columns of an earlier panel.
    @inline(__always)
    private static func eliminate(
        _ row: Int, _ column: Int, _ lanes: UnsafeMutablePointer<SIMD4<Double>>,
        _ reciprocals: UnsafePointer<SIMD4<Double>>
    ) {
        let (start, other) = (LaneMatrix.start(ofPanel: row), LaneMatrix.start(ofPanel: column))
        var products = LaneTile()
        // SAFETY: both panels have the 4 * column columns before the tile's; the tile's columns and the other panel's
        // diagonal tile follow them.
        unsafe products.addProducts(lanes + start, lanes + other, count: 4 * column)
        let target = unsafe lanes + (start + 4 * column)
        var tile = unsafe LaneTile(target) - products
        unsafe tile.divide(by: lanes + (other + 4 * column), reciprocals[column])
        unsafe tile.write(to: target)
    }

    /// The diagonal tile of a panel; false when a pivot is not positive.
    private static func finish(
        _ panel: Int, _ lanes: UnsafeMutablePointer<SIMD4<Double>>, _ reciprocals: UnsafeMutablePointer<SIMD4<Double>>
    ) -> Bool {
        let start = LaneMatrix.start(ofPanel: panel)
        var products = LaneTile()
        // SAFETY: the panel has the 4 * panel columns before its diagonal tile, and the tile's four.
        unsafe products.addProducts(lanes + start, lanes + start, count: 4 * panel)
        let target = unsafe lanes + (start + 4 * panel)
        unsafe (LaneTile(target) - products).write(to: target)
        for column in 0..<4 {
            var lane = unsafe target[column]
            let pivot = lane[column]
            guard pivot > 0, pivot.isFinite else { return false }
            let root = pivot.squareRoot()
            lane /= root
            for above in 0..<column { lane[above] = 0 }
            lane[column] = root
            unsafe target[column] = lane
            unsafe reciprocals[panel][column] = 1 / root
            for later in (column + 1)..<4 { unsafe target[later] -= lane * lane[later] }
        }
        return true
    }

    /// Four columns of L^-1 from their panel down, into `columns` row by row, and their squared lengths.
    @inline(__always)
    private func invert(
        _ panel: Int, _ lanes: UnsafePointer<SIMD4<Double>>, _ columns: UnsafeMutablePointer<SIMD4<Double>>
    ) -> SIMD4<Double> {
        var lengths = SIMD4<Double>.zero
        for row in panel..<factor.panels {
            let start = LaneMatrix.start(ofPanel: row)
            var products = LaneTile()
            // SAFETY: `columns` holds the rows 4 * panel..<4 * row that were written before, and room for all others;
            // the panel of L has as many columns.
            unsafe products.addProducts(
                lanes + (start + 4 * panel), columns + 4 * panel, count: 4 * (row - panel))
            var tile = (row == panel ? Self.identity : LaneTile()) - products.transposed
            unsafe tile.divide(by: lanes + (start + 4 * row), reciprocals[row])
            unsafe tile.write(to: columns + 4 * row)
            lengths += tile.first * tile.first + tile.second * tile.second
            lengths += tile.third * tile.third + tile.fourth * tile.fourth
        }
        return lengths
    }

    private static let identity = LaneTile(
        first: SIMD4(1, 0, 0, 0), second: SIMD4(0, 1, 0, 0), third: SIMD4(0, 0, 1, 0), fourth: SIMD4(0, 0, 0, 1))
}
