#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The value of a player of one column as a function of one uniform number, in pieces.
///
/// The numbers from 0 to 1 are cut into equal cells. Within a cell that lies in one bin, and where the bin's quantile
/// function bends little, a cubic with the function's values and slopes at both ends stands for it: its error is at most
/// h^4 / 384 times the fourth derivative, held to ``tolerance`` deviations. In other cells values are computed one by one.
struct TabularCurve: Sendable {
    /// The largest error of a value, in the deviation of its bin: far below what any sample can tell.
    static let tolerance = 1e-5

    /// The number of cells.
    static let cells = 128

    /// The combination of each cell; -1 where values are computed one by one.
    let combinations: [Int32]
    /// The coefficients of each cell's cubic in the position within the cell, 0..<1, ascending.
    let coefficients: [SIMD4<Double>]

    /// Creates the pieces of `bins`; bin k belongs to the numbers from `edges[k]` to `edges[k + 1]`.
    init(_ bins: ArraySlice<TabularBin>, edges: [Double]) {
        var combinations = [Int32](repeating: -1, count: Self.cells)
        var coefficients = [SIMD4<Double>](repeating: .zero, count: Self.cells)
        for (number, bin) in bins.enumerated() {
            let (start, end) = (edges[number], edges[number + 1])
            let first = (start * Double(Self.cells)).rounded(.up)
            let last = min(Double(Self.cells), (end * Double(Self.cells)).rounded(.down))
            guard first < last, end > start, let combination = Int32(exactly: number) else { continue }
            var left: Knot?
            for index in Int(first)...Int(last) {
                let unit = Double(index) / Double(Self.cells)
                let right = Knot(bin, share: (unit - start) / (end - start), stretch: 1 / (end - start))
                if let left, let cubic = Self.cubic(left, right, bin) {
                    combinations[index - 1] = combination
                    coefficients[index - 1] = cubic
                }
                left = right
            }
        }
        self.combinations = combinations
        self.coefficients = coefficients
    }

    /// A point of a bin's quantile function.
    private struct Knot {
        let value: Double
        /// The slope over one cell.
        let slope: Double
        /// The size of the fourth derivative over one cell, in deviations.
        let bend: Double

        /// With z the quantile of p, and phi the density: z' = 1 / phi, z'''' = (7 z + 6 z^3) / phi^4.
        init(_ bin: TabularBin, share: Double, stretch: Double) {
            guard bin.isContinuous else {
                value = bin.mean
                slope = 0
                bend = 0
                return
            }
            let width = bin.highShare - bin.lowShare
            let z = SpecialFunctions.normalQuantile(min(1, max(0, bin.lowShare + share * width)))
            let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
            let step = width * stretch / Double(TabularCurve.cells) / density
            value = bin.mean + bin.deviation * z
            slope = bin.deviation * step
            bend = abs(7 * z + 6 * z * z * z) * step * step * step * step
        }
    }

    /// The cubic between two knots; nil where it is not close enough.
    ///
    /// The fourth derivative grows away from the middle, so that it is largest at one of the ends.
    private static func cubic(_ left: Knot, _ right: Knot, _ bin: TabularBin) -> SIMD4<Double>? {
        guard bin.isContinuous else { return SIMD4(bin.mean, 0, 0, 0) }
        guard max(left.bend, right.bend) <= 384 * tolerance else { return nil }
        let rise = right.value - left.value
        let cubic = SIMD4(
            left.value, left.slope, 3 * rise - 2 * left.slope - right.slope, left.slope + right.slope - 2 * rise)
        return (cubic.x + cubic.y + cubic.z + cubic.w).isFinite ? cubic : nil
    }
}
