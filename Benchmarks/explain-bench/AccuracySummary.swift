import ExplainCore

/// The errors of one model, over instances and seeds.
struct AccuracySummary {
    /// One estimate.
    struct Run {
        /// The estimator.
        let estimator: Estimator
        /// The budget of coalitions a player, beside the empty and the full one.
        let budgetPerPlayer: Int
        /// The instance.
        let instance: Int
        /// The seed.
        let seed: UInt64
        /// Coalitions evaluated.
        let evaluations: Int
        /// The squared distance to the truth as a share of the truth's squared length.
        let relativeError: Double
        /// The number of 95 % intervals that hold the truth.
        let covered: Int
        /// The number of intervals given.
        let intervals: Int
    }

    private var runs: [Run] = []
    private var ends: [AccuracyEnd] = []

    /// Adds an estimate.
    mutating func add(_ run: Run) { runs.append(run) }

    /// Adds where a growing sample stopped.
    mutating func add(_ end: AccuracyEnd) { ends.append(end) }

    /// Whether nothing was measured.
    var isEmpty: Bool { runs.isEmpty }

    /// The median error of an estimator at a budget; nil without an estimate.
    func medianError(_ estimator: Estimator, _ budgetPerPlayer: Int) -> Double? {
        let errors = matching(estimator, budgetPerPlayer).map(\.relativeError).sorted()
        return errors.isEmpty ? nil : (errors[(errors.count - 1) / 2] + errors[errors.count / 2]) / 2
    }

    /// The share of an estimator's intervals at a budget that hold the truth; nil without an interval.
    func coverage(_ estimator: Estimator, _ budgetPerPlayer: Int) -> Double? {
        let runs = matching(estimator, budgetPerPlayer)
        let intervals = runs.reduce(0) { $0 + $1.intervals }
        return intervals == 0 ? nil : Double(runs.reduce(0) { $0 + $1.covered }) / Double(intervals)
    }

    /// The converged runs, those of them within the tolerance, and all.
    var promise: (converged: Int, within: Int, all: Int) {
        let converged = ends.filter(\.hasConverged)
        return (converged.count, converged.count(where: \.isWithin), ends.count)
    }

    /// The median number of evaluations after which a growing sample stopped.
    var medianEvaluations: Int {
        let evaluations = ends.map(\.evaluations).sorted()
        return evaluations.isEmpty ? 0 : evaluations[evaluations.count / 2]
    }

    private func matching(_ estimator: Estimator, _ budgetPerPlayer: Int) -> [Run] {
        runs.filter { $0.estimator == estimator && $0.budgetPerPlayer == budgetPerPlayer }
    }
}
