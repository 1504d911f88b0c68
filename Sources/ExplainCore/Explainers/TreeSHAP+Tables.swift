extension TreeSHAP {
    /// Computes the Shapley values of ``interventional(instance:background:context:)``, faster where `cache` has tables.
    ///
    /// The result has the same bits with tables and without.
    ///
    /// - Complexity: O(nodes x players on a path), for any number of background rows, where trees have tables.
    /// - Throws: as ``interventional(instance:background:context:)`` does.
    public func interventional(
        instance: [Double], background: Background, cache: LeafTableCache?, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        let instances = Matrix(rows: 1, columns: instance.count, storage: instance)
        let entry = try entry(background, cache, context)
        let sums = try patternSums(instances, 0..<1, entry, canStream: false, context)
        return try attributions(sums[0])
    }

    /// The trees, the background and the tables, if there are any.
    func entry(
        _ background: Background, _ cache: LeafTableCache?, _ context: ComputeContext
    ) throws(ExplainError) -> LeafTableCache.Entry {
        precondition(background.rows.columns == ensemble.featureCount, "the background has the model's width")
        try context.look()
        if let cache { return try cache.entry(of: self, background: background, context: context) }
        return LeafTableCache.Entry(
            forest: try PatternForest(self, context: context), background: PatternBackground(background), tables: nil)
    }

    /// The sums of some rows of `instances` over all trees, tree after tree.
    ///
    /// Where many rows share the work, tables that are missing are built for one tree at a time and let go again
    /// (`canStream`): at most ``mostStreamedBytes``, for trees that the bound leaves without.
    func patternSums(
        _ instances: Matrix, _ range: Range<Int>, _ entry: LeafTableCache.Entry, canStream: Bool,
        _ context: ComputeContext
    ) throws(ExplainError) -> [TreeSums] {
        precondition(instances.columns == ensemble.featureCount, "the instances have the model's width")
        var starts: [TreeSums] = []
        let rest = explained(entry.forest.rest)
        for row in range {
            starts.append(
                try directSums(
                    rest, instance: instances.row(row).map { Float($0) }, rows: entry.background.rows, context))
        }
        var batch = PatternBatch(
            instances, range, starts, margins: ensemble.marginCount, players: players.count)
        var evaluator = PatternEvaluator(entry.forest, self, entry.background)
        var stream = canStream ? StreamedTables(entry.forest, self, entry.background) : nil
        let wanted = Set(margins)
        var block = 0
        for (position, tree) in entry.forest.trees.enumerated() {
            guard tree.tree.output.map({ wanted.contains($0) }) ?? true else { continue }
            try context.look()
            if tree.index / PatternBatch.treesPerBlock != block {
                batch.endBlock()
                block = tree.index / PatternBatch.treesPerBlock
            }
            var table = entry.tables?.trees[position]
            if table == nil { table = try stream?.table(tree, context) }
            if let table {
                evaluator.add(tree, table, to: batch)
            } else {
                try evaluator.add(tree, to: batch, context)
            }
        }
        batch.endBlock()
        return batch.totals
    }
}
