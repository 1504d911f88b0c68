/// One round of ``KernelSHAP`` apart from the game: pairs of coalitions, to be solved once their values are known.
package struct PairRound: Sendable {
    private let design: PairDesign

    /// Draws at most `pairs` pairs as ``KernelSHAP`` does.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    package init(
        players: Int, pairs: Int, estimator: Estimator, seed: UInt64, context: ComputeContext
    ) throws(ExplainError) {
        var random = CounterRandom(seed: seed)
        design = try PairDesign(
            players: players, pairs: pairs, estimator: estimator, random: &random,
            checkpoint: context.checkpoint(operations: Double(pairs) * Double(players)))
    }

    /// One coalition of each pair.
    package var coalitions: [Coalition] { design.coalitions }

    /// The Shapley values, outputs x players.
    ///
    /// Shapes: `odd` holds (v(S) - v(complement)) / 2, pairs x outputs; `totals` v(all) - v(empty) of each output.
    ///
    /// - Throws: as ``KernelSHAP/attributions(of:context:)`` does.
    package func shapley(odd: Matrix, totals: [Double], context: ComputeContext) throws(ExplainError) -> Matrix {
        let sample = design.sample(first: design.coalitions.count)
        return try PairEstimate(estimator: design.estimator, players: design.players, sample: sample).solve(
            odd: odd, totals: totals, context: context
        ).solution.values
    }
}
