#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The numbers that a graph computes with, each function in exactly its precision.
///
/// The float32 functions are onnxruntime's own, so that answers are its bits wherever it computes in the same order.
protocol ONNXFloat: BinaryFloatingPoint, Sendable {
    static func exponential(_ value: Self) -> Self
    static func logarithm(_ value: Self) -> Self
    static func hyperbolicTangent(_ value: Self) -> Self
    static func logistic(_ value: Self) -> Self
    static func power(_ base: Self, _ exponent: Self) -> Self
    /// `sum + left * right`.
    static func sum(_ sum: Self, _ left: Self, times right: Self) -> Self
    static func wrap(_ values: [Self]) -> ONNXValues
}

extension Float: ONNXFloat {
    static func logarithm(_ value: Float) -> Float { logf(value) }
    static func power(_ base: Float, _ exponent: Float) -> Float { powf(base, exponent) }
    static func wrap(_ values: [Float]) -> ONNXValues { .float(values) }

    /// One rounding of product and sum, as the processor's own instruction for it does.
    ///
    /// Float64 holds the product exactly and the sum to 53 bits, which costs a second rounding in one of 2^29 sums.
    @inline(__always)
    static func sum(_ sum: Float, _ left: Float, times right: Float) -> Float {
        Float(Double(sum) + Double(left) * Double(right))
    }

    /// The quotient of polynomials that onnxruntime takes for the logistic function (MLAS), within 1e-7 of it.
    static func logistic(_ value: Float) -> Float {
        if value.isNaN { return value }
        let bounded = min(max(value, -18), 18)
        let square = bounded * bounded
        var top = sum(1.15627324459942e-07, square, times: 4.37031012579801e-11)
        top = sum(6.08574864600143e-05, top, times: square)
        top = sum(8.51377133304701e-03, top, times: square)
        top = sum(2.48287947061529e-01, top, times: square)
        var bottom = sum(5.76102136993427e-09, square, times: 6.10247389755681e-13)
        bottom = sum(6.29106785017040e-06, bottom, times: square)
        bottom = sum(1.70198817374094e-03, bottom, times: square)
        bottom = sum(1.16817656904453e-01, bottom, times: square)
        bottom = sum(9.93151921023180e-01, bottom, times: square)
        return min(max(top * bounded / bottom + 0.5, 0), 1)
    }

    /// The quotient of polynomials that onnxruntime takes for the hyperbolic tangent (MLAS), within 2e-7 of it.
    static func hyperbolicTangent(_ value: Float) -> Float {
        if value.isNaN { return value }
        let bounded = min(max(value, -9), 9)
        let square = bounded * bounded
        var top = sum(2.00018790482477e-13, square, times: -2.76076847742355e-16)
        top = sum(-8.60467152213735e-11, top, times: square)
        top = sum(5.12229709037114e-08, top, times: square)
        top = sum(1.48572235717979e-05, top, times: square)
        top = sum(6.37261928875436e-04, top, times: square)
        top = sum(4.89352455891786e-03, top, times: square)
        var bottom = sum(1.18534705686654e-04, square, times: 1.19825839466702e-06)
        bottom = sum(2.26843463243900e-03, bottom, times: square)
        bottom = sum(4.89352518554385e-03, bottom, times: square)
        return top * bounded / bottom
    }
}

extension Double: ONNXFloat {
    static func logarithm(_ value: Double) -> Double { log(value) }
    static func hyperbolicTangent(_ value: Double) -> Double { tanh(value) }
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
    static func wrap(_ values: [Double]) -> ONNXValues { .double(values) }
    static func logistic(_ value: Double) -> Double { sigmoid(value) }

    @inline(__always)
    static func sum(_ sum: Double, _ left: Double, times right: Double) -> Double { sum + left * right }
}
