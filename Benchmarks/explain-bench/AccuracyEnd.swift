import ExplainCore

/// Where a growing sample stopped, and whether the promise of its tolerance was kept.
struct AccuracyEnd {
    /// The instance.
    let instance: Int
    /// The seed.
    let seed: UInt64
    /// Coalitions evaluated.
    let evaluations: Int
    /// Whether the result says that it has converged.
    let hasConverged: Bool
    /// Whether the largest error is within the tolerance.
    let isWithin: Bool

    /// Compares the result of the default tolerance with the truth.
    init(_ result: Attributions, _ truth: AccuracyTruth, _ instance: Int, _ seed: UInt64) {
        self.instance = instance
        self.seed = seed
        evaluations = result.evaluations
        hasConverged = result.converged
        let largest = truth.values.reduce(0) { max($0, abs($1)) }
        let widest = zip(result.values.row(0), truth.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
        isWithin = widest <= MethodPlanner.defaultTolerance * largest
    }
}
