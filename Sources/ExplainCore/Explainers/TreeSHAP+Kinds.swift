extension TreeSHAP {
    /// Computes the Banzhaf values of v(S) = sum_b w_b f(x_S, b_rest), the game of ``interventional(instance:background:context:)``.
    ///
    /// A cube of p players of the instance and n of the background row gives 2^(1 - p - n) to each of the p and takes as much
    /// from each of the n. The result has the same bits at any number of threads.
    ///
    /// - Complexity: O(rows x leaves x depth) at worst.
    /// - Throws: as ``interventional(instance:background:context:)`` does.
    public func banzhaf(
        instance: [Double], background: Background, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        let (own, rows) = try checked(instance, background, context)
        return try attributions(
            directSums(explained(ensemble.trees), instance: own, rows: rows, index: .banzhaf, context))
    }

    /// Computes the Owen values of the same game for unions of its players.
    ///
    /// - Complexity: O(rows x leaves x depth) at worst.
    /// - Throws: as ``interventional(instance:background:context:)`` does.
    public func owen(
        instance: [Double], background: Background, unions: CoalitionStructure, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        precondition(unions.playerCount == players.count, "the unions are those of the players")
        let (own, rows) = try checked(instance, background, context)
        let sums = try walked(
            explained(ensemble.trees), instance: own, rows: rows, pieces: Self.pieces,
            sums: OwenCubeSums(self, unions: unions), context)
        return try attributions(sums.sums)
    }

    /// Computes the pairwise Shapley interaction indices of the same game: for each explained margin a symmetric matrix of
    /// players x players with a zero diagonal.
    ///
    /// - Complexity: O(rows x leaves x depth^2) at worst, and O(players^2) a margin.
    /// - Throws: as ``interventional(instance:background:context:)`` does.
    public func interactions(
        instance: [Double], background: Background, context: ComputeContext
    ) throws(ExplainError) -> [Matrix] {
        let (own, rows) = try checked(instance, background, context)
        return try walked(
            explained(ensemble.trees), instance: own, rows: rows,
            pieces: PairCubeSums.pieces(players: players.count, margins: margins.count), sums: PairCubeSums(self),
            context
        ).matrices
    }

    private func checked(
        _ instance: [Double], _ background: Background, _ context: ComputeContext
    ) throws(ExplainError) -> (instance: [Float], rows: MergedRows) {
        precondition(instance.count == ensemble.featureCount, "the instance has the model's width")
        precondition(background.rows.columns == ensemble.featureCount, "the background has the model's width")
        try context.look()
        return (ensemble.read(instance), MergedRows(background, of: ensemble))
    }
}
