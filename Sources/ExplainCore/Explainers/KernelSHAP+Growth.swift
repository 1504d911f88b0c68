/// What a growing sample's fits hand on, and when it has grown enough.
extension KernelSHAP {
    /// The choices of the last fit that was tuned.
    struct Growth {
        private var choices: [Int: OddProcessFit.Choice] = [:]
        private var pairs = 0

        /// Hyper-parameters are chosen anew when there are this many times the pairs they were chosen on.
        private static let largestGrowth = 3

        /// What a fit to so many pairs keeps while it only looks how far it is; nil where it is to choose for itself.
        func choices(for pairs: Int) -> [Int: OddProcessFit.Choice]? {
            pairs <= min(Self.largestGrowth * self.pairs, PairEstimate.mostPairs) ? choices : nil
        }

        /// Notes what a fit to so many pairs has chosen.
        mutating func tuned(_ choices: [Int: OddProcessFit.Choice], pairs: Int) {
            self.choices = choices
            self.pairs = pairs
        }
    }

    /// Errors this many times too large with choices that were kept are not looked at twice.
    private static let farOff = 2.0

    /// The solution for so many pairs, and whether its hyper-parameters were chosen on them.
    ///
    /// Where an earlier fit's choices `mayKeep` and show errors far above the tolerance, they stay: the sample grows anyway.
    /// Whether it has converged, and the last answer, are always those of a tuned fit.
    func growing(
        _ estimate: PairEstimate, odd: Matrix, totals: [Double], mayKeep: Bool, _ growth: inout Growth,
        _ context: ComputeContext
    ) throws(ExplainError) -> (solution: PairRegression.Solution, isTuned: Bool) {
        if mayKeep, estimator == .gpOdd, let choices = growth.choices(for: odd.rows) {
            let kept = try estimate.solve(odd: odd, totals: totals, keeping: choices, context: context).solution
            if !hasConverged(kept, pairs: odd.rows, within: Self.farOff * tolerance) { return (kept, false) }
        }
        let tuned = try estimate.solve(odd: odd, totals: totals, context: context)
        growth.tuned(tuned.choices, pairs: odd.rows)
        return (tuned.solution, true)
    }

    /// Whether the widest 95 % interval of every output, by cautious errors, is within the tolerance.
    ///
    /// With few pairs beyond those that determine the values, residuals are as small by chance; only values that all pairs
    /// agree on to rounding, as of constant and additive games, have converged by then.
    func hasConverged(_ solution: PairRegression.Solution, pairs: Int, within tolerance: Double) -> Bool {
        guard let errors = solution.cautiousErrors ?? solution.standardErrors else { return false }
        let values = solution.values
        let isTold = pairs >= values.columns + PairErrors.spareForRegression
        let tolerance = isTold ? tolerance : min(tolerance, Self.agreement)
        return (0..<values.rows).allSatisfy { output in
            let largest = values.row(output).reduce(0) { max($0, abs($1)) }
            let widest = errors.row(output).reduce(0, max)
            return Self.normalQuantile95 * widest <= tolerance * largest
        }
    }

    private static let agreement = 1e-9
    /// Phi^-1(0.975).
    private static let normalQuantile95 = 1.96
}
