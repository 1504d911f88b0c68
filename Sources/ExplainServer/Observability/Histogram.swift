/// Counts of observations in fixed buckets, with their sum.
struct Histogram: Sendable {
    /// The inclusive upper bounds of the buckets, ascending; one more bucket holds what is above the last.
    let bounds: [Double]
    private(set) var counts: [Int]
    private(set) var sum = 0.0
    private(set) var count = 0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    /// Bounds for request durations in seconds, as dashboards expect them.
    static let requestSeconds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    /// Bounds 25 % apart from 20 microseconds to over 60 seconds, fine enough to read quantiles from.
    static let fineSeconds: [Double] = {
        var bounds = [2e-5]
        while let last = bounds.last, last < 60 { bounds.append(last * 1.25) }
        return bounds
    }()

    mutating func observe(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[bucket] += 1
        sum += value
        count += 1
    }

    /// The upper bound of the bucket that holds the given quantile; nil without observations.
    ///
    /// - Complexity: O(buckets). The error is at most one bucket's width.
    func quantile(_ fraction: Double) -> Double? {
        guard count > 0 else { return nil }
        var remaining = max(1, Int((Double(count) * fraction).rounded(.up)))
        for (bucket, observed) in counts.enumerated() {
            remaining -= observed
            if remaining <= 0 { return bucket < bounds.count ? bounds[bucket] : bounds.last }
        }
        return bounds.last
    }
}
