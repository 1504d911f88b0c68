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
            forest: try PatternForest(self, context: context),
            background: PatternBackground(background, of: ensemble), tables: nil)
    }

    /// The sums of some rows of `instances` over all trees, tree after tree.
    ///
    /// Where many rows share the work, tables that are missing are built for one tree at a time and let go again
    /// (`canStream`).
    func patternSums(
        _ instances: Matrix, _ range: Range<Int>, _ entry: LeafTableCache.Entry, canStream: Bool,
        _ context: ComputeContext
    ) throws(ExplainError) -> [TreeSums] {
        precondition(instances.columns == ensemble.featureCount, "the instances have the model's width")
        let starts = try walkedSums(instances, range, entry, context)
        var batch = PatternBatch(
            instances, range, starts, ensemble, players: players.count)
        var evaluator = PatternEvaluator(entry.forest, self, entry.background, instances: range.count)
        var stream = canStream ? StreamedTables(entry.forest, self, entry.background) : nil
        let isWanted = (0..<ensemble.marginCount).map(margins.contains)
        let checkpoint = Checkpoint(cancellation: context.cancellation, heedsDeadline: true)
        let (trees, tables) = (entry.forest.trees, entry.tables)
        var block = 0
        for position in trees.indices {
            if let output = trees[position].tree.output, !isWanted[output] { continue }
            try checkpoint.look()
            if trees[position].index / PatternBatch.treesPerBlock != block {
                batch.endBlock()
                block = trees[position].index / PatternBatch.treesPerBlock
            }
            if let tables, tables.firstPairs[position] >= 0 {
                evaluator.add(position, tables.memory, tables.firstPairs[position], to: batch)
            } else if try stream?.build(trees[position], context) ?? false, let stream {
                evaluator.add(position, stream.memory, 0, to: batch)
            } else {
                try evaluator.add(position, to: batch, context)
            }
        }
        batch.endBlock()
        return batch.totals
    }

    /// The sums of rows over the trees whose paths have too many players for patterns.
    private func walkedSums(
        _ instances: Matrix, _ range: Range<Int>, _ entry: LeafTableCache.Entry, _ context: ComputeContext
    ) throws(ExplainError) -> [TreeSums] {
        let (trees, rows) = (explained(entry.forest.rest), entry.background.rows)
        var sums = [TreeSums](
            repeating: TreeSums(margins: ensemble.marginCount, players: players.count), count: range.count)
        guard !trees.isEmpty else { return sums }
        // A walk adds the base values in an order that depends on the instance; all of a batch have these.
        var bases = [Double](repeating: 0, count: ensemble.marginCount)
        for tree in trees {
            try context.look()
            for row in 0..<rows.count {
                var node = tree.nodes.lowerBound
                while ensemble.nodes.left[node] >= 0 {
                    let column = Int(ensemble.nodes.feature[node])
                    node = ensemble.child(of: node, for: rows.storage[row * rows.width + column])
                }
                let slot = Int(ensemble.nodes.right[node]) * ensemble.leafWidth
                for offset in 0..<ensemble.leafWidth {
                    bases[tree.output ?? offset] += rows.weights[row] * ensemble.leafValues[slot + offset]
                }
            }
        }
        for (position, row) in range.enumerated() {
            let instance = ensemble.read(instances.row(row))
            sums[position] = try directSums(trees, instance: instance, rows: rows, context)
            sums[position].bases = bases
        }
        return sums
    }
}
