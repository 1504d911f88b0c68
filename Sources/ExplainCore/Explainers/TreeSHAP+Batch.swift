import Synchronization

extension TreeSHAP {
    /// Computes the Shapley values of ``interventional(instance:background:cache:context:)`` for many instances.
    ///
    /// Results are handed on block by block, and never are in memory all at once. Each row has the bits that it has alone, at
    /// any number of threads and with any tables. Trees without tables in `cache` get some for the length of a block, one tree
    /// at a time, where the block is large enough.
    ///
    /// - Parameters:
    ///   - instances: the rows, instances x features.
    ///   - background: the reference rows.
    ///   - cache: tables that may be there; none are added.
    ///   - context: stops the computation, and tells how many threads may share it; progress counts rows.
    ///   - body: called on this thread with the blocks, in the order of the rows.
    /// - Complexity: time as for single instances at most; memory of some MiB a thread.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``; ``ExplainError/unsuitableData(_:)`` when
    ///   the sums overflow; what `body` throws. What was handed on before is right.
    public func interventional(
        instances: Matrix, background: Background, cache: LeafTableCache? = nil, context: ComputeContext,
        body: (AttributionBlock) throws(ExplainError) -> Void
    ) throws(ExplainError) {
        let entry = try entry(background, cache, context)
        let rowsPerBlock = rowsPerBlock(of: instances.rows, parallelism: max(1, context.parallelism))
        let blocks = (instances.rows + rowsPerBlock - 1) / rowsPerBlock
        let width = max(1, min(context.parallelism, blocks))
        let meter = ProgressMeter(total: instances.rows, report: context.progress)
        for firstBlock in stride(from: 0, to: blocks, by: width) {
            let count = min(width, blocks - firstBlock)
            let results = Mutex([AttributionBlock?](repeating: nil, count: count))
            let done = try ParallelLoop.run(pieces: count, context: context) { piece throws(ExplainError) in
                let first = (firstBlock + piece) * rowsPerBlock
                let range = first..<min(first + rowsPerBlock, instances.rows)
                let canStream = rowsPerBlock >= LeafTableCache.rowsWorthTables
                let sums = try patternSums(instances, range, entry, canStream: canStream, context)
                let block = try block(range, sums)
                results.withLock { $0[piece] = block }
            }
            guard done == count else { throw .deadlineExceeded }
            for case let block? in results.withLock({ $0 }) {
                try body(block)
                meter.advance(by: block.rows.count)
            }
        }
    }

    private func block(_ rows: Range<Int>, _ sums: [TreeSums]) throws(ExplainError) -> AttributionBlock {
        var (values, fulls): ([Double], [Double]) = ([], [])
        values.reserveCapacity(rows.count * margins.count * players.count)
        for row in sums {
            for margin in margins {
                values += row.values[(margin * players.count)..<((margin + 1) * players.count)]
                fulls.append(ensemble.baseMargins[margin] + row.fulls[margin])
            }
        }
        return try AttributionBlock(
            rows: rows,
            values: Matrix(rows: rows.count * margins.count, columns: players.count, storage: values),
            baseValues: margins.map { ensemble.baseMargins[$0] + sums[0].bases[$0] },
            fullValues: Matrix(rows: rows.count, columns: margins.count, storage: fulls)
        ).checkedFinite()
    }

    /// The rows of a block: as many as there may be, since they share the tables of a tree while these are in the processor's
    /// cache, and where a tree has none, those that are built for the block; fewer where threads would have none.
    private func rowsPerBlock(of rows: Int, parallelism: Int) -> Int {
        // Sums, those of a block of trees, the row itself three times, and the result.
        let perRow = 8 * (4 * ensemble.marginCount * (players.count + 3) + 2 * ensemble.featureCount)
        let share = (rows + parallelism - 1) / parallelism
        return max(1, min(Self.mostRowsPerBlock, Self.blockBytes / perRow, share))
    }

    /// The most rows of a block.
    private static let mostRowsPerBlock = 1024
    /// The memory of a block's rows, about.
    private static let blockBytes = 8 << 20
}
