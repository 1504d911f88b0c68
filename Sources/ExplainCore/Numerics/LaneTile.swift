/// Four columns of four lanes, what the inner loops of a factorisation gather products in.
///
/// The loop needs twelve of the sixteen vector registers there are everywhere.
struct LaneTile {
    var first: SIMD4<Double>
    var second: SIMD4<Double>
    var third: SIMD4<Double>
    var fourth: SIMD4<Double>

    /// Adds column k of `left` times the transpose of column k of `right`, for k below `count`.
    @inline(__always)
    mutating func addProducts(
        _ left: UnsafePointer<SIMD4<Double>>, _ right: UnsafePointer<SIMD4<Double>>, count: Int
    ) {
        var (a, b, c, d) = (first, second, third, fourth)
        for index in 0..<count {
            // SAFETY: the caller hands over pointers to `count` vectors each.
            let (column, factors) = unsafe (left[index], right[index])
            a += column * factors[0]
            b += column * factors[1]
            c += column * factors[2]
            d += column * factors[3]
        }
        (first, second, third, fourth) = (a, b, c, d)
    }

    /// Solves X C' = T for X, with this tile as T and C the lower triangle of a factor's diagonal tile.
    ///
    /// `reciprocals` are those of C's diagonal.
    @inline(__always)
    mutating func divide(by corner: UnsafePointer<SIMD4<Double>>, _ reciprocals: SIMD4<Double>) {
        // SAFETY: the caller hands over a pointer to the corner's four columns.
        let (one, two, three) = unsafe (corner[0], corner[1], corner[2])
        first *= reciprocals[0]
        second = (second - first * one[1]) * reciprocals[1]
        third = (third - first * one[2] - second * two[2]) * reciprocals[2]
        fourth = (fourth - first * one[3] - second * two[3] - third * three[3]) * reciprocals[3]
    }

    /// Reads the tile from four vectors in a row.
    @inline(__always)
    init(_ columns: UnsafePointer<SIMD4<Double>>) {
        // SAFETY: the caller hands over a pointer to four vectors.
        unsafe (first, second, third, fourth) = (columns[0], columns[1], columns[2], columns[3])
    }

    /// Writes the tile into four vectors in a row.
    @inline(__always)
    func write(to columns: UnsafeMutablePointer<SIMD4<Double>>) {
        // SAFETY: the caller hands over a pointer to four vectors.
        unsafe (columns[0], columns[1], columns[2], columns[3]) = (first, second, third, fourth)
    }

    @inline(__always)
    static func - (left: LaneTile, right: LaneTile) -> LaneTile {
        LaneTile(
            first: left.first - right.first, second: left.second - right.second, third: left.third - right.third,
            fourth: left.fourth - right.fourth)
    }

    /// A tile of the given columns.
    @inline(__always)
    init(
        first: SIMD4<Double> = .zero, second: SIMD4<Double> = .zero, third: SIMD4<Double> = .zero,
        fourth: SIMD4<Double> = .zero
    ) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    /// The tile with rows and columns exchanged.
    @inline(__always)
    var transposed: LaneTile {
        LaneTile(
            first: SIMD4(first[0], second[0], third[0], fourth[0]),
            second: SIMD4(first[1], second[1], third[1], fourth[1]),
            third: SIMD4(first[2], second[2], third[2], fourth[2]),
            fourth: SIMD4(first[3], second[3], third[3], fourth[3]))
    }
}
