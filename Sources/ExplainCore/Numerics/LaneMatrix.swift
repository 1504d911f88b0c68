/// A symmetric matrix stored for vector arithmetic: row after row in lanes of four, of which only the upper triangle counts.
///
/// Rows and columns are padded to a multiple of four.
struct LaneMatrix: Sendable, Equatable {
    /// The number of rows and columns that count.
    let order: Int
    /// The number of lanes a row has.
    let width: Int
    /// The elements, `4 * width` rows of `width` lanes.
    var lanes: [SIMD4<Double>]

    /// Creates a matrix of zeros, with `padding` on the diagonal below the last row that counts.
    init(order: Int, padding: Double = 0) {
        precondition(order >= 0, "a matrix has no negative size")
        self.order = order
        width = (order + 3) / 4
        lanes = [SIMD4<Double>](repeating: .zero, count: 4 * width * width)
        for index in order..<(4 * width) { self[index, index] = padding }
    }

    /// Adds a multiple of another matrix to the upper triangle.
    mutating func add(_ other: LaneMatrix, times factor: Double) {
        precondition(other.order == order, "matrices of one size are added")
        for row in 0..<order {
            let range = (row * width + row / 4)..<(row * width + width)
            for index in range { lanes[index] += factor * other.lanes[index] }
        }
    }

    /// The element in a row and column.
    subscript(row: Int, column: Int) -> Double {
        get { lanes[row * width + column / 4][column % 4] }
        set { lanes[row * width + column / 4][column % 4] = newValue }
    }
}
