/// Shapley values from a sample of pairs with an estimator, for all outputs.
struct PairEstimate: Sendable {
    /// The estimator.
    let estimator: Estimator
    /// The number of players.
    let players: Int
    /// The pairs.
    let sample: PairDesign.Sample

    /// With more pairs than this the plain regression is good enough, and a process too slow.
    static let mostPairs = 1024
    /// After the deadline only fits of up to this many pairs, some milliseconds, are still made.
    static let mostPairsInOvertime = 256
    /// Residuals below this share of the largest value are rounding.
    private static let rounding = 1e-12

    /// A solution, and what the processes it has its values from chose, by output.
    struct Fitted: Sendable {
        /// The solution.
        var solution: PairRegression.Solution
        /// The choices; none where the regression's values were kept.
        var choices: [Int: OddProcessFit.Choice] = [:]
    }

    /// The solution; shapes as in ``PairRegression``.
    ///
    /// Where choices of a fit to fewer pairs are `kept`, nothing is tuned, which is several times cheaper: outputs without one
    /// have the regression's values.
    ///
    /// `gp_odd` keeps the regression's values where they predict left-out pairs at least as well as the process, where the
    /// pairs show an additive game, and where there is nothing to fit a process to.
    ///
    /// - Throws: ``ExplainError/cancelled``; ``ExplainError/deadlineExceeded`` in a long regression.
    func solve(
        odd: Matrix, totals: [Double], keeping kept: [Int: OddProcessFit.Choice]? = nil, context: ComputeContext
    ) throws(ExplainError) -> Fitted {
        let checkpoint = context.checkpoint(
            operations: ComputationCost.pairRegression(players: players, pairs: odd.rows, outputs: totals.count))
        let regression = try PairRegression(
            players: players, coalitions: sample.coalitions, weights: sample.weights, fractions: sample.fractions,
            checkpoint: checkpoint)
        let most = context.cancellation.isExpired ? Self.mostPairsInOvertime : Self.mostPairs
        let isFitted = estimator == .gpOdd && odd.rows <= most
        var solution = try regression.solve(
            odd: odd, totals: totals, keepsResiduals: isFitted, checkpoint: checkpoint)
        guard isFitted else { return Fitted(solution: PairErrors.widened(solution, pairs: odd.rows)) }
        var processes: [Int: OddProcessFit.Result] = [:]
        let fit = OddProcessFit(players: players, coalitions: sample.coalitions, weights: sample.weights)
        for (output, total) in totals.enumerated() where kept == nil || kept?[output] != nil {
            let column = (0..<odd.rows).map { odd[$0, output] }
            let plain = [Double](solution.values.row(output))
            guard !isAdditive(column, plain, total: total) else { continue }
            let residuals = solution.residuals.map { residuals in column.indices.map { residuals[$0, output] } }
            guard
                let found = try fit.fit(
                    odd: column, total: total, pilot: residuals == nil ? nil : plain, residuals: residuals,
                    kept: kept?[output], context: context),
                !isBetter(residuals, than: found.residuals)
            else { continue }
            processes[output] = found
            for player in 0..<players { solution.values[output, player] = found.values[player] }
            for pair in column.indices { solution.residuals?[pair, output] = found.residuals[pair] }
        }
        solution = try PairErrors(players: players, pairs: odd.rows, processes: processes)
            .added(to: solution, regression, checkpoint)
        return Fitted(solution: solution, choices: processes.mapValues(\.choice))
    }

    /// The guard: whether the regression predicts left-out pairs at least as well.
    private func isBetter(_ plain: [Double]?, than process: [Double]) -> Bool {
        guard let plain else { return false }
        let unit = plain.reduce(.leastNormalMagnitude) { max($0, abs($1)) }
        return OddProcessSearch.score(plain.map { $0 / unit }, sample.weights)
            <= OddProcessSearch.score(process.map { $0 / unit }, sample.weights)
    }

    /// Whether more pairs than are needed to determine them agree with additive values to rounding.
    private func isAdditive(_ odd: [Double], _ values: [Double], total: Double) -> Bool {
        guard odd.count >= players else { return false }
        let unit = odd.reduce(abs(total / 2)) { max($0, abs($1)) }
        return zip(sample.coalitions, odd).allSatisfy { coalition, value in
            var fitted = -total / 2
            coalition.forEachMember { fitted += values[$0] }
            return abs(value - fitted) <= Self.rounding * unit
        }
    }
}
