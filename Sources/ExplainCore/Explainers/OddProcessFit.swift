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
        /// The standard deviation of each value if the setting is right; empty with too few pairs for errors to mean anything.
        var deviations: [Double]
        /// The sum over the pairs of squared residuals in units of their predicted deviations: about the number of pairs if
        /// the setting is right.
        var misfit: Double
        /// What was chosen.
        var choice: Choice
    }

    /// What a fit chooses, for another fit to keep.
    struct Choice: Sendable, Equatable {
        /// The magnitude of each player's value as a share of the largest, which sets the lengths.
        var relative: [Double]
        /// The hyper-parameters.
        var setting: OddProcess.Setting
    }

    private let players: Int
    private let coalitions: [Coalition]
    private let weights: [Double]
    /// The pairs that hyper-parameters are chosen on, evenly spread.
    private let tuningPairs: [Int]

    /// Pairs that hyper-parameters are chosen on at most: the search costs 15 factorisations.
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
        let tuned = min(coalitions.count, Self.mostTuningPairs)
        tuningPairs = (0..<tuned).map { $0 * coalitions.count / tuned }
    }

    /// Fits one output; nil where there is nothing to fit: fewer than three players, no pair, all values equal.
    ///
    /// `pilot` is a regression's solution where the pairs determine one; without it a ridge solution sets the lengths. Its
    /// leave-one-out residuals, where known, shorten the search and change its result by rounding at most. What another fit
    /// chose is `kept` where given, and nothing is sought.
    ///
    /// - Complexity: O(pairs^3 / 3 + pairs^2 * players / 8).
    /// - Throws: ``ExplainError/cancelled``.
    func fit(
        odd: [Double], total: Double, pilot: [Double]?, residuals: [Double]? = nil, kept: Choice? = nil,
        context: ComputeContext
    ) throws(ExplainError) -> Result? {
        precondition(odd.count == coalitions.count, "every pair has a value")
        let unit = odd.reduce(abs(total / 2)) { max($0, abs($1)) }
        guard players > 2, !odd.isEmpty, unit > 0, unit.isFinite else { return nil }
        let observations = ([total / 2] + odd).map { $0 / unit }
        let found =
            if let kept {
                Self.conditioned(ordered(Array(odd.indices), observations), kept)
            } else {
                try searched(observations, misses: (residuals ?? odd).map { $0 / unit }, pilot: pilot, context)
            }
        guard let fit = found else { return nil }
        var values = fit.values.map { $0 * unit }
        for _ in 0..<2 {
            let missing = (total - Summation.sum(values)) / Double(players)
            for player in values.indices { values[player] += missing }
        }
        let residuals = fit.posterior.residuals()
        return Result(
            values: values, residuals: inOrder(residuals, of: fit.pairs, unit: unit),
            deviations: deviations(fit).map { $0 * unit },
            misfit: Summation.sum(zip(residuals, fit.posterior.alpha.dropFirst()).map { $0 * $1 }),
            choice: fit.choice)
    }

    private func deviations(_ fit: Fit) -> [Double] {
        guard coalitions.count >= players + PairRegression.spareForErrors else { return [] }
        return fit.process.variances(fit.posterior, fit.product, fit.choice.setting).map { $0.squareRoot() }
    }

    private struct Fit {
        var choice: Choice
        var pairs: [Int]
        var process: OddProcess
        var product: OddKernel.Product
        var posterior: OddProcess.Posterior
        var values: [Double]
    }

    /// Pairs in an order, with a process's view of them.
    private struct Ordered {
        let pairs: [Int]
        let rows: CoalitionRows
        let observations: [Double]

        func process(_ relative: [Double]) -> OddProcess {
            OddProcess(kernel: OddKernel(rows: rows, relative: relative), observations: observations)
        }
    }

    private func ordered(_ pairs: [Int], _ observations: [Double]) -> Ordered {
        Ordered(
            pairs: pairs, rows: CoalitionRows(pairs.map { coalitions[$0] }, players: players),
            observations: [observations[0]] + pairs.map { observations[$0 + 1] })
    }

    /// The pairs that settings are compared on, those last that probably tell them apart soonest.
    private func searchOrder(_ residuals: [Double]) -> [Int] {
        let scores = tuningPairs.map { weights[$0] * residuals[$0] * residuals[$0] }
        return scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }.map { tuningPairs[$0] }
    }

    /// Residuals of a fit in the order of the pairs, for observations of scale `unit`.
    private func inOrder(_ residuals: [Double], of order: [Int], unit: Double) -> [Double] {
        var result = [Double](repeating: 0, count: coalitions.count)
        for (pair, residual) in zip(order, residuals) { result[pair] = residual * unit }
        return result
    }

    private func searched(
        _ observations: [Double], misses: [Double], pilot: [Double]?, _ context: ComputeContext
    ) throws(ExplainError) -> Fit? {
        let tuned = ordered(searchOrder(misses), observations)
        let all = tuned.pairs.count == coalitions.count ? tuned : ordered(Array(coalitions.indices), observations)
        let tuningWeights = tuned.pairs.map { weights[$0] }
        let first = pilot ?? ridge(all)
        // A regression's magnitudes are close to the better ones, so that the settings that suit them suit those. A ridge
        // solution's are not, and its pairs are few: all settings are tried.
        var best: Fit?
        var latest: OddProcessSearch.Choice?
        for _ in 0..<Self.passes {
            guard let relative = Self.relativeMagnitudes(best?.values ?? first) else { break }
            let search = OddProcessSearch(process: tuned.process(relative), weights: tuningWeights)
            let found =
                if pilot != nil, latest == nil {
                    try search.best(context)
                } else {
                    try search.best(
                        of: pilot == nil ? Array(OddProcessSearch.settings.indices) : latest?.candidates ?? [],
                        below: latest?.score ?? .infinity, context)
                }
            guard let found else { break }
            let choice = Choice(relative: relative, setting: found.setting)
            let isWhole = all.pairs.count == tuned.pairs.count
            guard
                let fit = isWhole
                    ? Self.conditioned(all, search.process, found.product, choice) : Self.conditioned(all, choice)
            else { break }
            latest = found
            best = fit
        }
        return best
    }

    /// The fit with a choice that is made.
    private static func conditioned(_ all: Ordered, _ choice: Choice) -> Fit? {
        let process = all.process(choice.relative)
        guard let product = process.kernel.product(tau: choice.setting.tau) else { return nil }
        return conditioned(all, process, product, choice)
    }

    private static func conditioned(
        _ all: Ordered, _ process: OddProcess, _ product: OddKernel.Product, _ choice: Choice
    ) -> Fit? {
        guard let posterior = process.posterior(product, choice.setting) else { return nil }
        return Fit(
            choice: choice, pairs: all.pairs, process: process, product: product, posterior: posterior,
            values: process.shapley(posterior, product, choice.setting))
    }

    /// Magnitudes as shares of the largest, none below 2 %; nil when all values are 0.
    static func relativeMagnitudes(_ values: [Double]) -> [Double]? {
        let largest = values.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return nil }
        return values.map { (abs($0) / largest + smallestMagnitude) / (1 + smallestMagnitude) }
    }

    /// The pilot where the pairs determine no regression: 2 S' (S S' + n / 10)^-1 y, with S the signs of the rows.
    private func ridge(_ all: Ordered) -> [Double] {
        let ones = [Double](repeating: 1, count: players)
        var system = all.rows.signedSums(ones, ones).first
        system.clearPadding(diagonal: 1)
        for index in all.observations.indices { system[index, index] += Double(players) / 10 }
        guard let alpha = LaneCholesky(system)?.solve(all.observations) else {
            return [Double](repeating: 0, count: players)
        }
        let sum = Summation.sum(alpha)
        var result = [Double](repeating: -2 * sum, count: players)
        for (row, members) in all.rows.members.enumerated() {
            for member in members { result[member] += 4 * alpha[row] }
        }
        return result
    }
}
