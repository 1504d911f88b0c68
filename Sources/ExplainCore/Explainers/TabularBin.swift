/// One bin of a number: a normal distribution with the members' mean and deviation, truncated to the bin.
struct TabularBin: Sendable, Equatable {
    /// The mean of the members; 0 without any.
    let mean: Double
    /// Their standard deviation.
    let deviation: Double
    /// The smallest value drawn.
    let low: Double
    /// The largest value drawn.
    let high: Double
    /// Phi at the lower end; 0 without a deviation.
    let lowShare: Double
    /// Phi at the upper end; 0 without a deviation.
    let highShare: Double

    /// Learns a bin from its ascending members.
    init(values: [Double], weights: [Double], low: Double, high: Double) {
        self.low = low
        self.high = high
        guard let first = values.first, first != values.last else {
            mean = values.first ?? 0
            deviation = 0
            lowShare = 0
            highShare = 0
            return
        }
        let total = Summation.sum(weights)
        let mean = Summation.dot(values, weights) / total
        let square = Summation.sum(values.indices.map { weights[$0] * (values[$0] - mean) * (values[$0] - mean) })
        let deviation = (square / total).squareRoot()
        self.mean = mean
        self.deviation = deviation
        lowShare = SpecialFunctions.normalCDF((low - mean) / deviation)
        highShare = SpecialFunctions.normalCDF((high - mean) / deviation)
    }

    /// A bin that yields one value, such as a category; NaN stands for missing.
    init(only value: Double) {
        mean = value
        deviation = 0
        low = value
        high = value
        lowShare = 0
        highShare = 0
    }

    /// Whether the bin yields more than one value.
    var isContinuous: Bool { deviation > 0 && deviation.isFinite }

    /// The share of the bin's distribution below `value`; the bin is continuous.
    func share(below value: Double) -> Double {
        guard value > low else { return 0 }
        guard value < high else { return 1 }
        let share = SpecialFunctions.normalCDF((value - mean) / deviation)
        return min(1, max(0, (share - lowShare) / (highShare - lowShare)))
    }
}
