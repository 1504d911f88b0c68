import Synchronization

extension TreeSHAP {
    /// Computes the values of ``pathDependent(instance:cache:context:)`` for many rows, and hands them on block by block.
    ///
    /// `body` is called in the order of the rows, on the calling thread; what it does not keep is freed, so that any number of
    /// rows takes the memory of a thousand. Each row has the bits it has alone, at any number of threads.
    ///
    /// Shape: `instances` has the model's width.
    ///
    /// - Complexity: O(rows nodes m) for paths with m players.
    /// - Throws: as ``pathDependent(instance:cache:context:)`` does, and what `body` throws.
    public func pathDependent(
        instances: Matrix, cache: PathLayoutCache? = nil, context: ComputeContext,
        body: (AttributionBlock) throws(ExplainError) -> Void
    ) throws(ExplainError) {
        precondition(instances.columns == ensemble.featureCount, "the instances have the model's width")
        try context.look()
        let layouts = try self.layouts(cache, context)
        let width = ensemble.marginCount * players.count
        let rowsPerWave = max(8, min(Self.rowsPerWave, Self.wavesNumbers / max(1, width) / 8 * 8))
        let meter = ProgressMeter(total: instances.rows, report: context.progress)
        for start in stride(from: 0, to: instances.rows, by: rowsPerWave) {
            let range = start..<min(start + rowsPerWave, instances.rows)
            try body(block(instances, range, layouts, context))
            meter.advance(by: range.count)
        }
    }

    /// The attributions of rows `range`.
    private func block(
        _ instances: Matrix, _ range: Range<Int>, _ layouts: PathLayouts, _ context: ComputeContext
    ) throws(ExplainError) -> AttributionBlock {
        let width = ensemble.marginCount * players.count
        let rowsPerPart = max(1, min(PathBatchKernel.rowsPerBlock, Self.partsNumbers / max(1, width)))
        let partCount = (range.count + rowsPerPart - 1) / rowsPerPart
        var values = [Double](repeating: 0, count: range.count * width)
        var bases = [Double](repeating: 0, count: ensemble.marginCount)
        for piece in layouts.pieces.indices {
            let layout = try layouts.layout(piece, of: self, context)
            let parts = Mutex([[Double]](repeating: [], count: partCount))
            let done = try ParallelLoop.run(pieces: partCount, context: context) { part throws(ExplainError) in
                let first = range.lowerBound + part * rowsPerPart
                let sums = try sums(instances, first..<min(first + rowsPerPart, range.upperBound), layout, context)
                parts.withLock { $0[part] = sums }
            }
            guard done == partCount else { throw .deadlineExceeded }
            var index = 0
            for part in parts.withLock({ $0 }) {
                for value in part {
                    values[index] += value
                    index += 1
                }
            }
            for margin in bases.indices { bases[margin] += layout.bases[margin] }
        }
        return try finished(instances, range, values, bases, layouts)
    }

    /// What the trees of one piece give rows `range`: rows x margins x players.
    private func sums(
        _ rows: Matrix, _ range: Range<Int>, _ layout: PathLayout, _ context: ComputeContext
    ) throws(ExplainError) -> [Double] {
        let wanted = wantedMargins
        let width = ensemble.marginCount * players.count
        var sums = [Double](repeating: 0, count: range.count * width)
        if range.count >= Self.rowsWorthLanes, layout.edgeCount <= PathBatchKernel.mostEdges {
            var kernel = PathBatchKernel()
            try kernel.add(rows, range, layout, ensemble, wanted, players: players.count, context, to: &sums)
            return sums
        }
        var kernel = PathRowKernel()
        for (position, row) in range.enumerated() {
            var values = [Double](repeating: 0, count: width)
            try kernel.add(
                rows.row(row), layout, ensemble, wanted, players: players.count, context, to: &values)
            sums.replaceSubrange((position * width)..<((position + 1) * width), with: values)
        }
        return sums
    }

    private func finished(
        _ instances: Matrix, _ range: Range<Int>, _ values: [Double], _ bases: [Double], _ layouts: PathLayouts
    ) throws(ExplainError) -> AttributionBlock {
        let (margins, count, width) = (margins, players.count, ensemble.featureCount)
        let rows = [Double](instances.storage[(range.lowerBound * width)..<(range.upperBound * width)])
        let sums = ensemble.leafSums(rows.span, table: layouts.leafTable)
        var explained: [Double] = []
        var fulls: [Double] = []
        explained.reserveCapacity(range.count * margins.count * count)
        for row in 0..<range.count {
            for margin in margins {
                let first = (row * ensemble.marginCount + margin) * count
                explained.append(contentsOf: values[first..<(first + count)])
                fulls.append(ensemble.baseMargins[margin] + sums[row * ensemble.marginCount + margin])
            }
        }
        return try AttributionBlock(
            rows: range, values: Matrix(rows: range.count * margins.count, columns: count, storage: explained),
            baseValues: margins.map { ensemble.baseMargins[$0] + bases[$0] },
            fullValues: Matrix(rows: range.count, columns: margins.count, storage: fulls)
        ).checkedFinite()
    }

    /// The most rows that are computed before they are handed on, and the most numbers.
    private static let rowsPerWave = 1024
    private static let wavesNumbers = 1 << 20
    /// The most numbers that go through the trees together: they stay in the second-level cache.
    private static let partsNumbers = 1 << 14
    /// From this number of rows on eight lanes are filled well enough.
    private static let rowsWorthLanes = 4
}
