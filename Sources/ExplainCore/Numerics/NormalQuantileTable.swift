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
    static let cubics: [SIMD4<Double>] = (first...(0.5.bitPattern >> shift)).map { number in
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

    /// The quantile of `probability`; `table` is that of ``cubics``.
    // SAFETY: distances from the reach to 1/2 have the numbers of the cells, of which the table has all.
    @inline(__always)
    static func quantile(_ probability: Double, _ table: UnsafeBufferPointer<SIMD4<Double>>) -> Double {
        let centred = probability - 0.5
        let distance = 0.5 - abs(centred)
        guard distance >= reach else { return SpecialFunctions.normalQuantile(min(1, max(0, probability))) }
        let bits = distance.bitPattern
        let cubic = unsafe table[Int(truncatingIfNeeded: (bits >> shift) &- first)]
        let position = Double(bitPattern: ((bits << (52 - shift)) & fraction) | 1.0.bitPattern) - 1
        let lower = cubic.x + position * (cubic.y + position * (cubic.z + position * cubic.w))
        // The upper half mirrors the lower one: by the sign's bit, not by a branch that a random number would mislead.
        return Double(bitPattern: lower.bitPattern ^ (~centred.bitPattern & (1 << 63)))
    }
}
