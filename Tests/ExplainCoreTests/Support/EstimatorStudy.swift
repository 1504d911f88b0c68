@testable import ExplainCore

/// How well an estimator does on games whose Shapley values are known: its errors, its intervals and its promises.
///
/// Every figure is over runs with seeds 0..<`runs`.
struct EstimatorStudy: Sendable {
    /// The estimator.
    let estimator: Estimator
    /// The number of runs, each with a seed of its own.
    let runs: Int

    /// Creates a study.
    init(estimator: Estimator, runs: Int) {
        precondition(runs > 0, "a study has runs")
        self.estimator = estimator
        self.runs = runs
    }

    /// How often something held.
    struct Share: Sendable, Equatable {
        /// The number of times it held.
        var held: Int
        /// The number of times it was looked at.
        var all: Int

        /// Creates a count, of nothing unless told otherwise.
        init(held: Int = 0, all: Int = 0) {
            self.held = held
            self.all = all
        }

        /// The share; nil when it was never looked at.
        var value: Double? { all > 0 ? Double(held) / Double(all) : nil }

        /// Adds another count.
        static func += (left: inout Share, right: Share) {
            left.held += right.held
            left.all += right.all
        }

        mutating func add(_ isHeld: Bool) {
            held += isHeld ? 1 : 0
            all += 1
        }
    }

    /// The mean of ||values - truth||^2 / ||truth||^2 with a budget of so many coalitions, without stopping early.
    ///
    /// - Throws: what ``KernelSHAP`` throws.
    func error(of game: some CoalitionGame, truth: [Double], budget: Int) throws(ExplainError) -> Double {
        let length = truth.reduce(0) { $0 + $1 * $1 }
        var sum = 0.0
        for seed in 0..<runs {
            let values = try run(game, truth, budget, Self.neverReached, seed).values.storage
            sum += zip(values, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / length
        }
        return sum / Double(runs)
    }

    /// How many of the 95 % intervals hold the truth, with a budget of so many coalitions.
    ///
    /// - Throws: what ``KernelSHAP`` throws.
    func coverage(of game: some CoalitionGame, truth: [Double], budget: Int) throws(ExplainError) -> Share {
        let largest = truth.reduce(0) { max($0, abs($1)) }
        var share = Share()
        for seed in 0..<runs {
            let result = try run(game, truth, budget, Self.neverReached, seed)
            guard let errors = result.standardErrors?.storage else { continue }
            for player in truth.indices {
                let miss = abs(result.values.storage[player] - truth[player])
                share.add(miss <= Self.normalQuantile95 * errors[player] + Self.rounding * largest)
            }
        }
        return share
    }

    /// Of the runs that converged, how many are within the tolerance, and how many coalitions a run took.
    ///
    /// - Throws: what ``KernelSHAP`` throws.
    func promise(
        of game: some CoalitionGame, truth: [Double], budget: Int, tolerance: Double
    ) throws(ExplainError) -> (share: Share, evaluations: [Int]) {
        let largest = truth.reduce(0) { max($0, abs($1)) }
        var share = Share()
        var evaluations: [Int] = []
        for seed in 0..<runs {
            let result = try run(game, truth, budget, tolerance, seed)
            evaluations.append(result.evaluations)
            guard result.converged else { continue }
            share.add(zip(result.values.storage, truth).allSatisfy { abs($0 - $1) <= tolerance * largest })
        }
        return (share, evaluations)
    }

    private static let neverReached = 1e-12
    private static let rounding = 1e-12
    /// Phi^-1(0.975).
    private static let normalQuantile95 = 1.96

    private func run(
        _ game: some CoalitionGame, _ truth: [Double], _ budget: Int, _ tolerance: Double, _ seed: Int
    ) throws(ExplainError) -> Attributions {
        precondition(game.outputCount == 1 && truth.count == game.playerCount, "one output is studied")
        return try KernelSHAP(budget: budget, estimator: estimator, tolerance: tolerance).attributions(
            of: game, context: ComputeContext(seed: UInt64(seed)))
    }
}
