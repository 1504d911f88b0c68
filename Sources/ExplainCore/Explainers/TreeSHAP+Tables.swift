extension TreeSHAP {
    /// Computes the Shapley values of ``interventional(instance:background:context:)`` with tables of `cache`.
    ///
    /// Values differ from those without tables by rounding only; they have the same bits whether the tables were there or
    /// not. All methods that share a cache must have the same ensemble.
    ///
    /// - Complexity: O(nodes + leaves x depth), for any number of background rows, where trees have tables.
    /// - Throws: as ``interventional(instance:background:context:)`` does.
    public func interventional(
        instance: [Double], background: Background, cache: LeafTableCache, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        precondition(instance.count == ensemble.featureCount, "the instance has the model's width")
        precondition(background.rows.columns == ensemble.featureCount, "the background has the model's width")
        try context.look()
        let tables = try cache.tables(of: self, background: background, context: context)
        let own = instance.map { Float($0) }
        var sums = try directSums(explained(tables.rest), instance: own, rows: tables.rows, context)
        let wanted = Set(margins)
        var patterns: [Int32] = []
        for placed in tables.trees where placed.tree.output.map({ wanted.contains($0) }) ?? true {
            try context.look()
            add(placed, of: tables, own, &patterns, to: &sums)
        }
        for margin in sums.bases.indices { sums.bases[margin] += tables.bases[margin] }
        return try attributions(sums)
    }

    private func add(
        _ placed: LeafTables.Tree, of tables: LeafTables, _ instance: [Float], _ patterns: inout [Int32],
        to sums: inout TreeSums
    ) {
        let playerCount = players.count
        tables.visit(placed, ensemble, instance, 0, &patterns) { number, pattern, node in
            let leaf = tables.leaves[number]
            let first = leaf.firstValue + pattern * leaf.count
            let slot = Int(ensemble.nodes.right[node]) * ensemble.leafWidth
            for offset in 0..<ensemble.leafWidth {
                let margin = placed.tree.output ?? offset
                let value = ensemble.leafValues[slot + offset]
                if pattern == (1 << leaf.count) - 1 { sums.fulls[margin] += value }
                for position in 0..<leaf.count {
                    let player = Int(tables.players[leaf.firstPlayer + position])
                    sums.values[margin * playerCount + player] += value * tables.values[first + position]
                }
            }
        }
    }
}
