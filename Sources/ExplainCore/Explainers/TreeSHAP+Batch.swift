import Synchronization

extension TreeSHAP {
    /// Computes the Shapley values of many instances, and hands them on block by block: they never are in memory all at once.
    ///
    /// Each has the bits that ``interventional(instance:background:cache:context:)`` gives, at any number of threads and with
    /// any tables. Trees without tables in `cache` get some for the length of a block, one tree at a time, where the block is
    /// large enough.
    ///
    /// - Parameters:
    ///   - instances: the rows, instances x features.
    ///   - background: the reference rows.
    ///   - cache: tables that may be there; it is not changed.
    ///   - context: stops the computation, and tells how many threads may share it.
    ///   - deliver: called on this thread, in the order of the rows, with the first row of a block and its results.
    /// - Complexity: time as for single instances; memory O(block x margins x players) a thread.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``; ``ExplainError/unsuitableData(_:)`` when
    ///   the sums overflow. What was handed on before is right.
    public func interventional(
        instances: Matrix, background: Background, cache: LeafTableCache? = nil, context: ComputeContext,
        deliver: (_ firstRow: Int, _ block: [Attributions]) -> Void
    ) throws(ExplainError) {
        let entry = try entry(background, cache, context)
        let hasAllTables = entry.tables.map { tables in tables.trees.allSatisfy { $0 != nil } } ?? false
        let rowsPerBlock = rowsPerBlock(hasAllTables: hasAllTables)
        let canStream = !hasAllTables && instances.rows >= LeafTableCache.rowsWorthTables
        let blocks = (instances.rows + rowsPerBlock - 1) / rowsPerBlock
        let width = max(1, min(context.parallelism, blocks))
        for firstBlock in stride(from: 0, to: blocks, by: width) {
            let count = min(width, blocks - firstBlock)
            let results = Mutex([[Attributions]](repeating: [], count: count))
            let done = try ParallelLoop.run(pieces: count, context: context) { piece throws(ExplainError) in
                let first = (firstBlock + piece) * rowsPerBlock
                let range = first..<min(first + rowsPerBlock, instances.rows)
                var block: [Attributions] = []
                for sums in try patternSums(instances, range, entry, canStream: canStream, context) {
                    block.append(try attributions(sums))
                }
                results.withLock { [block] in $0[piece] = block }
            }
            guard done == count else { throw .deadlineExceeded }
            for (piece, block) in results.withLock({ $0 }).enumerated() {
                deliver((firstBlock + piece) * rowsPerBlock, block)
            }
        }
    }

    /// The rows of a block: some take turns at a tree's tables while these are in the processor's cache; many share tables
    /// that are built for the block.
    private func rowsPerBlock(hasAllTables: Bool) -> Int {
        // Sums, those of a block of trees, the row itself three times, and the result.
        let perRow = 8 * (4 * ensemble.marginCount * (players.count + 3) + 2 * ensemble.featureCount)
        return max(1, min(hasAllTables ? 64 : 1024, Self.blockBytes / perRow))
    }

    /// The memory of a block's rows, about.
    private static let blockBytes = 8 << 20
}
