/// The GP-odd estimate for one output: Shapley values of a Gaussian process fitted to pairs of coalitions.
///
/// A pilot estimate sets every player's length; the setting that predicts held-out pairs best gives better estimates, which
/// set the lengths once more, as long as that predicts better still.
struct OddProcessFit: Sendable {
    /// Values with what the fit says about them.
    struct Result: Sendable {
        /// Shapley values; they sum to the total.
        var values: [Double]
        /// Leave-one-out residuals, one a pair.
        var residuals: [Double]
        /// The setting chosen.
        var setting: OddProcess.Setting
    }

    private let players: Int
    private let coalitions: [Coalition]
    private let weights: [Double]
    private let rows: CoalitionRows
    /// The pairs that hyper-parameters are chosen on, evenly spread.
    private let tuningPairs: [Int]
    private let tuningRows: CoalitionRows

    /// Pairs that hyper-parameters are chosen on at most: the search costs 36 factorisations.
    static let mostTuningPairs = 160
    /// The magnitude of a player without a value, as a share of the largest.
    private static let smallestMagnitude = 0.02
    private static let passes = 2

    /// Creates a fit on pairs of coalitions with their regression weights.
    init(players: Int, coalitions: [Coalition], weights: [Double]) {
        precondition(coalitions.count == weights.count, "pairs are weighted")
        self.players = players
        self.coalitions = coalitions
        self.weights = weights
        rows = CoalitionRows(coalitions, players: players)
        let tuned = min(coalitions.count, Self.mostTuningPairs)
        let pairs = (0..<tuned).map { $0 * coalitions.count / tuned }
        tuningPairs = pairs
        tuningRows = tuned == coalitions.count ? rows : CoalitionRows(pairs.map { coalitions[$0] }, players: players)
    }

    /// Fits one output; nil where there is nothing to fit: fewer than three players, no pair, all values equal.
    ///
    /// `pilot` is a regression's solution where the pairs determine one; without it a ridge solution sets the lengths.
    ///
    /// - Complexity: O(pairs^3 / 3 + pairs^2 * players / 8).
    /// - Throws: ``ExplainError/cancelled``.
    func fit(
        odd: [Double], total: Double, pilot: [Double]?, context: ComputeContext
    ) throws(ExplainError) -> Result? {
        precondition(odd.count == coalitions.count, "every pair has a value")
        let unit = odd.reduce(abs(total / 2)) { max($0, abs($1)) }
        guard players > 2, !odd.isEmpty, unit > 0, unit.isFinite else { return nil }
        let observations = (odd + [total / 2]).map { $0 / unit }
        guard let fit = try search(observations, pilot: pilot ?? ridge(observations), context) else { return nil }
        var values = fit.values.map { $0 * unit }
        for _ in 0..<2 {
            let missing = (total - Summation.sum(values)) / Double(players)
            for player in values.indices { values[player] += missing }
        }
        return Result(
            values: values, residuals: fit.posterior.residuals().map { $0 * unit }, setting: fit.choice.setting)
    }

    private struct Fit {
        var choice: OddProcessSearch.Choice
        var posterior: OddProcess.Posterior
        var values: [Double]
    }

    private func search(
        _ observations: [Double], pilot: [Double], _ context: ComputeContext
    ) throws(ExplainError) -> Fit? {
        let tuningWeights = tuningPairs.map { weights[$0] }
        let last = observations.count - 1
        var best: Fit?
        for _ in 0..<Self.passes {
            guard let relative = Self.relativeMagnitudes(best?.values ?? pilot) else { break }
            let tuned = OddProcess(
                kernel: OddKernel(rows: tuningRows, relative: relative),
                observations: tuningPairs.map { observations[$0] } + [observations[last]])
            guard let choice = try OddProcessSearch(process: tuned, weights: tuningWeights).best(context),
                choice.score < best?.choice.score ?? .infinity
            else { break }
            let process =
                tuningPairs.count == last
                ? tuned
                : OddProcess(kernel: OddKernel(rows: rows, relative: relative), observations: observations)
            guard let product = process.kernel.product(tau: choice.setting.tau),
                let posterior = process.posterior(product, choice.setting)
            else { break }
            best = Fit(
                choice: choice, posterior: posterior, values: process.shapley(posterior, product, choice.setting))
        }
        return best
    }

    /// Magnitudes as shares of the largest, none below 2 %; nil when all values are 0.
    static func relativeMagnitudes(_ values: [Double]) -> [Double]? {
        let largest = values.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return nil }
        return values.map { (abs($0) / largest + smallestMagnitude) / (1 + smallestMagnitude) }
    }

    /// The pilot where the pairs determine no regression: 2 S' (S S' + n / 10)^-1 y, with S the signs of the rows.
    private func ridge(_ observations: [Double]) -> [Double] {
        var system = rows.signedSums([Double](repeating: 1, count: players), padding: 1)
        for index in observations.indices { system[index, index] += Double(players) / 10 }
        guard let alpha = LaneCholesky(system)?.solve(observations) else {
            return [Double](repeating: 0, count: players)
        }
        let sum = Summation.sum(alpha)
        var result = [Double](repeating: -2 * sum, count: players)
        for (row, members) in rows.members.enumerated() {
            for member in members { result[member] += 4 * alpha[row] }
        }
        return result
    }
}
