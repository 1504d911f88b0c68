#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The standard normal quantile function in cubic pieces: several times faster than the function itself.
///
/// The distance q of a probability from the nearer of 0 and 1 is cut into 32 cells an octave, so that cells are small where
/// the function is steep; a cell's number is the top of the bits of q. In each stands the cubic with the function's values
/// and slopes at both ends, whose error is at most h^4 / 384 times the fourth derivative, (7 z + 6 z^3) / phi(z)^4: with
/// h = q / 32 and phi > q z in the tail, that is below 1e-8 everywhere.
enum NormalQuantileTable {
    /// The smallest distance from 0 and 1 that the cells reach; beyond, the function is computed.
    static let reach = 0x1p-21
    /// The largest error of a piece.
    static let tolerance = 1e-8

    /// The bits of the fraction below those that number a cell: 2^5 cells an octave.
    private static let shift: UInt64 = 52 - 5
    private static let first = reach.bitPattern >> shift
    private static let fraction: UInt64 = (1 << 52) - 1

    /// The coefficients of each cell's cubic in the position within the cell, ascending, up to the cell that starts at 1/2.
    private static let cubics: [SIMD4<Double>] = (first...(0.5.bitPattern >> shift)).map { number in
        let (start, end) = (Double(bitPattern: number << shift), Double(bitPattern: (number + 1) << shift))
        let (left, right) = (knot(start, width: end - start), knot(end, width: end - start))
        let rise = right.value - left.value
        return SIMD4(
            left.value, left.slope, 3 * rise - 2 * left.slope - right.slope, left.slope + right.slope - 2 * rise)
    }

    private static func knot(_ probability: Double, width: Double) -> (value: Double, slope: Double) {
        let value = SpecialFunctions.normalQuantile(probability)
        return (value, width * (2 * Double.pi).squareRoot() * exp(value * value / 2))
    }

    /// The cells of a half of ``mirrored``.
    private static let halfShift: UInt64 = 10

    /// The cubics' coefficients, four a cell, and from cell 2^10 on those of the upper half: the same with the other sign.
    static let mirrored: [Double] = {
        var table = [Double](repeating: 0, count: 8 << Int(halfShift))
        let upper = 4 << Int(halfShift)
        for (cell, cubic) in cubics.enumerated() {
            for index in 0..<4 {
                table[4 * cell + index] = cubic[index]
                table[upper + 4 * cell + index] = -cubic[index]
            }
        }
        return table
    }()

    /// Where `probability` lies: its cell in ``mirrored``, its position there, and whether the table reaches so far.
    @inline(__always)
    static func locate(_ probability: Double) -> (cell: UInt64, position: Double, isInside: Bool) {
        let centred = probability - 0.5
        let distance = 0.5 - abs(centred)
        let bits = distance.bitPattern
        let half = (~centred.bitPattern >> 63) << halfShift
        let position = Double(bitPattern: ((bits << (52 - shift)) & fraction) | 1.0.bitPattern) - 1
        return ((bits >> shift) &- first &+ half, position, distance >= reach)
    }

    /// The quantile at a place that ``locate(_:)`` found inside; `table` is ``mirrored``.
    // SAFETY: cells are cut to the table's length, 2^11 of four numbers.
    @inline(__always)
    static func quantile(_ cell: UInt64, _ position: Double, _ table: UnsafeBufferPointer<Double>) -> Double {
        let index = Int(truncatingIfNeeded: (cell & (2 << halfShift - 1)) << 2)
        let upper = unsafe table[index &+ 2] + position * table[index &+ 3]
        return unsafe table[index] + position * (table[index &+ 1] + position * upper)
    }

    /// The quantile of `probability`, beyond the table's reach by the function itself.
    static func quantile(_ probability: Double) -> Double {
        let located = locate(probability)
        guard located.isInside else { return SpecialFunctions.normalQuantile(min(1, max(0, probability))) }
        // SAFETY: the table outlives the call.
        return unsafe mirrored.withUnsafeBufferPointer { unsafe quantile(located.cell, located.position, $0) }
    }
}
