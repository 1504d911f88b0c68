/// How a uniform number becomes a value of one bin: a quantile of the normal distribution, stretched.
struct TabularPlace: Sendable {
    /// The normal distribution's share at the number 0, and how it grows; one half, and 0 for a bin of one value.
    var base: Double
    var growth: Double
    var mean: Double
    var deviation: Double
    var low: Double
    var high: Double

    init(_ bin: TabularBin, from start: Double, to end: Double) {
        let isContinuous = bin.isContinuous
        growth = isContinuous ? (bin.highShare - bin.lowShare) / (end - start) : 0
        base = isContinuous ? bin.lowShare - start * growth : 0.5
        mean = bin.mean
        deviation = isContinuous ? bin.deviation : 0
        low = bin.low
        high = bin.high
    }

    /// The value whose quantile in the standard normal distribution is `quantile`.
    @inline(__always)
    func value(_ quantile: Double) -> Double {
        // A missing value is NaN, which neither comparison moves.
        let value = mean + deviation * quantile
        let raised = value < low ? low : value
        return raised > high ? high : raised
    }
}
