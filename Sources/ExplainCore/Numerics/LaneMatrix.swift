/// A symmetric matrix stored for vector arithmetic: its lower triangle in panels of four rows, one lane a row.
///
/// Panel p holds rows 4p...4p + 3 as columns 0...4p + 3, one vector a column, so that what a factorisation reads is
/// contiguous. The order is padded to a multiple of four; of a panel's last four columns only the lower triangle counts.
struct LaneMatrix: Sendable, Equatable {
    /// The number of rows and columns that count.
    let order: Int
    /// The number of panels.
    let panels: Int
    /// The elements, panel after panel.
    var lanes: [SIMD4<Double>]

    /// Creates a matrix of zeros, with `padding` on the diagonal below the last row that counts.
    init(order: Int, padding: Double = 0) {
        precondition(order >= 0, "a matrix has no negative size")
        self.order = order
        panels = (order + 3) / 4
        lanes = [SIMD4<Double>](repeating: .zero, count: Self.start(ofPanel: panels))
        for index in order..<(4 * panels) { self[index, index] = padding }
    }

    /// The position of a panel's first column: the panels before it have four columns, eight, twelve and so on.
    static func start(ofPanel panel: Int) -> Int { 2 * panel * (panel + 1) }

    /// Sets what lies below the last row that counts to 0, and its diagonal to `padding`.
    mutating func clearPadding(diagonal padding: Double = 0) {
        for row in order..<(4 * panels) {
            for column in 0..<row { self[row, column] = 0 }
            self[row, row] = padding
        }
    }

    /// Becomes the sum of a matrix and a multiple of another, in its own memory where the size fits.
    mutating func become(_ first: LaneMatrix, plus second: LaneMatrix, times factor: Double) {
        precondition(first.order == second.order, "matrices of one size are added")
        guard order == first.order else {
            self = LaneMatrix(order: first.order)
            return become(first, plus: second, times: factor)
        }
        for index in lanes.indices { lanes[index] = first.lanes[index] + factor * second.lanes[index] }
    }

    /// The element in a row and a column, which is not above the diagonal.
    subscript(row: Int, column: Int) -> Double {
        get { lanes[Self.start(ofPanel: row / 4) + column][row % 4] }
        set { lanes[Self.start(ofPanel: row / 4) + column][row % 4] = newValue }
    }
}
