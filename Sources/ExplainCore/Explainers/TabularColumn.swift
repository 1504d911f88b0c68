/// How LIME cuts one column into bins or categories (lime 0.2.0.1, quartile discretiser).
///
/// Codes: bins and categories count from 0; a missing value has a code of its own, and so has a category that the
/// background lacks.
struct TabularColumn: Sendable, Equatable {
    /// The code of a missing value.
    static let missing = -1
    /// The code of a category that is not in the background.
    static let unseen = -2

    /// The bins of a number, or the categories.
    let form: Form

    enum Form: Sendable, Equatable {
        /// Bin k holds edges[k - 1] < value <= edges[k].
        case bins([TabularBin], edges: [Double])
        /// The distinct values in ascending order.
        case categories([Double])
    }

    /// Learns a column from its background values; NaN is missing.
    init(values: [Double], weights: [Double], isCategorical: Bool) {
        let present = zip(values, weights).filter { !$0.0.isNaN }.sorted { $0.0 < $1.0 }
        let sorted = present.map(\.0)
        if isCategorical {
            form = .categories(Self.distinct(sorted))
            return
        }
        guard let smallest = sorted.first, let largest = sorted.last else {
            form = .bins([], edges: [])
            return
        }
        let sortedWeights = present.map(\.1)
        let edges = Self.distinct(
            [0.25, 0.5, 0.75].map { Quantiles.linear(sorted: sorted, weights: sortedWeights, fraction: $0) })
        var bins: [TabularBin] = []
        var first = 0
        for bin in 0...edges.count {
            // Ascending values make a bin's members neighbours.
            var end = bin == edges.count ? sorted.count : first
            while end < sorted.count, sorted[end] <= edges[bin] { end += 1 }
            bins.append(
                TabularBin(
                    values: Array(sorted[first..<end]), weights: Array(sortedWeights[first..<end]),
                    low: bin == 0 ? smallest : edges[bin - 1], high: bin == edges.count ? largest : edges[bin]))
            first = end
        }
        form = .bins(bins, edges: edges)
    }

    /// The code of a value.
    func code(of value: Double) -> Int {
        if value.isNaN { return Self.missing }
        switch form {
        case .bins(_, let edges): return Self.bin(of: value, edges)
        case .categories(let categories): return categories.firstIndex(of: value) ?? Self.unseen
        }
    }

    /// What is drawn for the code of a background value.
    func bin(code: Int) -> TabularBin {
        if code < 0 { return TabularBin(only: .nan) }
        switch form {
        case .bins(let bins, _): return bins[code]
        case .categories(let categories): return TabularBin(only: categories[code])
        }
    }

    private static func bin(of value: Double, _ edges: [Double]) -> Int {
        edges.firstIndex { value <= $0 } ?? edges.count
    }

    private static func distinct(_ ascending: [Double]) -> [Double] {
        var result: [Double] = []
        for value in ascending where result.last != value { result.append(value) }
        return result
    }
}
