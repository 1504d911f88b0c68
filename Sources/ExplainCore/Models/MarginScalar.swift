#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A number that margins are added in, with the functions links are made of, in exactly its precision.
protocol MarginScalar: BinaryFloatingPoint, Sendable {
    /// e to the power of `value`.
    static func exponential(_ value: Self) -> Self

    /// ln(1 + `value`).
    static func logOnePlus(_ value: Self) -> Self

    /// The logistic function.
    static func sigmoid(_ value: Self) -> Self

    /// Replaces the values of `range` by their softmax.
    static func normalise(_ values: inout MutableSpan<Self>, _ range: Range<Int>)
}

extension Float: MarginScalar {
    static func exponential(_ value: Float) -> Float { expf(value) }

    static func logOnePlus(_ value: Float) -> Float { log1pf(value) }

    /// XGBoost's own formula: 1 / (expf(min(-x, 88.7)) + 1 + 1e-16).
    static func sigmoid(_ value: Float) -> Float { 1 / (expf(min(-value, 88.7)) + 1 + 1e-16) }

    /// XGBoost's own formula: float32 exponentials, their sum in float64, rounded to float32 before the division.
    static func normalise(_ values: inout MutableSpan<Float>, _ range: Range<Int>) {
        var largest = -Float.infinity
        for index in range { largest = max(largest, values[index]) }
        var sum = 0.0
        for index in range {
            values[index] = expf(values[index] - largest)
            sum += Double(values[index])
        }
        for index in range { values[index] /= Float(sum) }
    }
}

extension Double: MarginScalar {
    static func exponential(_ value: Double) -> Double { exp(value) }

    static func logOnePlus(_ value: Double) -> Double { log1p(value) }

    /// Both branches take the exponential of a negative number, which cannot overflow.
    static func sigmoid(_ value: Double) -> Double {
        let power = exp(-value.magnitude)
        return value >= 0 ? 1 / (1 + power) : power / (1 + power)
    }

    /// The largest value is subtracted first, so that no exponential overflows.
    static func normalise(_ values: inout MutableSpan<Double>, _ range: Range<Int>) {
        var largest = -Double.infinity
        for index in range { largest = max(largest, values[index]) }
        var sum = 0.0
        for index in range {
            values[index] = exp(values[index] - largest)
            sum += values[index]
        }
        for index in range { values[index] /= sum }
    }
}
