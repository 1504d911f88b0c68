import ExplainCore

/// Comparisons that benchmarks validate their results with.
enum Check {
    /// What is wrong when the values of a row of `result` do not add up to its full value; nil when they do.
    static func additivity(_ result: Attributions, tolerance: Double = 1e-12) -> String? {
        for output in 0..<result.values.rows {
            let values = result.values.row(output)
            let sum = values.reduce(result.baseValues[output], +)
            let largest = values.reduce(abs(result.fullValues[output])) { max($0, abs($1)) }
            let error = abs(sum - result.fullValues[output])
            guard error <= tolerance * max(largest, abs(result.baseValues[output])) * Double(values.count) else {
                return "the values miss the prediction by \(error)"
            }
        }
        return nil
    }

    /// What is wrong when two results differ by more than `tolerance` of the largest value; nil otherwise.
    static func closeness(_ result: Attributions, _ other: Attributions, tolerance: Double = 1e-9) -> String? {
        let largest = other.values.storage.reduce(0) { max($0, abs($1)) }
        let widest = zip(result.values.storage, other.values.storage).reduce(0) { max($0, abs($1.0 - $1.1)) }
        return widest <= tolerance * largest ? nil : "values differ by \(widest) from those of another algorithm"
    }

    /// The squared distance to the truth as a share of the truth's squared length.
    static func relativeError(_ estimate: ArraySlice<Double>, _ truth: [Double]) -> Double {
        let distance = zip(estimate, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return distance / truth.reduce(0) { $0 + $1 * $1 }
    }
}
