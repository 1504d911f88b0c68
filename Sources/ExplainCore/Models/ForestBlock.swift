/// The scratch of a prediction: a block of rows on its way down the trees, with margins of one precision.
struct ForestBlock<Scalar: MarginScalar> {
    private let ensemble: TreeEnsemble
    private let bases: [Scalar]
    /// The most rows, a multiple of 8, and of a tile where tiles are used.
    private let capacity: Int
    /// The packed forest's columns, row after row.
    private var columns: [Float]
    /// The binned forest's columns, tile after tile.
    private var tiles: [BinnedForest.Lanes]
    /// Where each row ended in the current tree.
    private var leaves: [Int32]
    /// Where the current row ended in each tree of the packed forest.
    private var treeLeaves: [Int32] = []
    /// The margins, `capacity` numbers a margin.
    private var sums: [Scalar]
    private var rowMargins: [Scalar]

    /// From this number of rows on eight of them fill a step well enough.
    private static var rowsWorthAStep: Int { 4 }

    /// Makes room for blocks of up to `rows` rows.
    fileprivate init(_ ensemble: TreeEnsemble, bases: [Scalar], rows: Int) {
        self.ensemble = ensemble
        self.bases = bases
        let kernel = ensemble.kernel
        let usesTiles = kernel.usesTiles(for: rows)
        let step = usesTiles ? BinnedForest.tileRows : 8
        capacity = (min(rows, kernel.rowsPerBlock) + step - 1) / step * step
        let tileCount = usesTiles ? capacity / BinnedForest.tileRows : 0
        columns = [Float](repeating: 0, count: capacity * kernel.packed.width)
        tiles = [BinnedForest.Lanes](repeating: BinnedForest.Lanes(), count: tileCount * kernel.binned.width)
        leaves = [Int32](repeating: 0, count: capacity)
        sums = [Scalar](repeating: 0, count: capacity * bases.count)
        rowMargins = bases
    }

    /// Predicts all of `rows`, block by block.
    fileprivate mutating func predict(
        _ rows: Span<Double>, _ values: [Scalar], _ space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) {
        let rowCount = rows.count / ensemble.featureCount
        let width = outputs.count / max(1, rowCount)
        let link = ensemble.link
        var start = 0
        while start < rowCount {
            let count = ensemble.kernel.blockCount(min(rowCount - start, capacity))
            addTrees(rows, start..<(start + count), values)
            for row in 0..<count {
                for margin in bases.indices { rowMargins[margin] = sums[margin * capacity + row] }
                var span = rowMargins.mutableSpan
                link.write(&span, span.indices, space: space, into: &outputs, at: (start + row) * width)
            }
            start += count
        }
    }

    /// Adds every tree to the margins of rows `range`, tree after tree.
    private mutating func addTrees(_ rows: Span<Double>, _ range: Range<Int>, _ values: [Scalar]) {
        let kernel = ensemble.kernel
        let featureCount = ensemble.featureCount
        let categories = ensemble.categories
        let usesTiles = kernel.usesTiles(for: range.count)
        for index in sums.indices { sums[index] = bases[index / capacity] }
        if usesTiles { reduce(rows, range) }
        if !usesTiles || kernel.needsColumns {
            var span = columns.mutableSpan
            kernel.packed.expand(rows, range, featureCount: featureCount, categories, into: &span)
        }
        if !usesTiles, range.count < Self.rowsWorthAStep {
            addRows(rows, range, values)
            return
        }
        for entry in kernel.entries {
            if usesTiles, let index = entry.binned {
                addTiles(index, entry, range.count, values)
                continue
            }
            if let index = entry.packed {
                kernel.packed.traverse(index, columns, rows: range.count, into: &leaves)
            } else {
                walk(from: entry.root, rows, range)
            }
            addLeaves(entry, 0..<range.count, values)
        }
    }

    /// Adds every tree to the margins of a few rows: eight trees, not eight rows, go down together.
    private mutating func addRows(_ rows: Span<Double>, _ range: Range<Int>, _ values: [Scalar]) {
        let kernel = ensemble.kernel
        if treeLeaves.isEmpty { treeLeaves = [Int32](repeating: 0, count: kernel.packed.trees.count) }
        for (position, row) in range.enumerated() {
            kernel.packed.traverseAll(columns, row: position, into: &treeLeaves)
            for entry in kernel.entries {
                let walked = entry.packed == nil ? ensemble.leaf(from: entry.root, rows, row) - entry.root : 0
                leaves[position] = entry.packed.map { treeLeaves[$0] } ?? Int32(walked)
                addLeaves(entry, position..<(position + 1), values)
            }
        }
    }

    private mutating func reduce(_ rows: Span<Double>, _ range: Range<Int>) {
        let binned = ensemble.kernel.binned
        let featureCount = ensemble.featureCount
        let categories = ensemble.categories
        var first = 0
        for start in stride(from: range.lowerBound, to: range.upperBound, by: BinnedForest.tileRows) {
            let tile = start..<min(start + BinnedForest.tileRows, range.upperBound)
            binned.reduce(rows, tile, featureCount: featureCount, categories, into: &tiles, from: first)
            first += binned.width
        }
    }

    private mutating func walk(from root: Int, _ rows: Span<Double>, _ range: Range<Int>) {
        for (position, row) in range.enumerated() {
            leaves[position] = Int32(ensemble.leaf(from: root, rows, row) - root)
        }
    }

    /// Adds the leaf values of a tree that was traversed or walked.
    private mutating func addLeaves(_ entry: ForestKernel.Entry, _ range: Range<Int>, _ values: [Scalar]) {
        let width = ensemble.leafWidth
        if let output = entry.output {
            let first = output * capacity
            for row in range { sums[first + row] += values[entry.firstSlot + Int(leaves[row])] }
            return
        }
        for row in range {
            let slot = (entry.firstSlot + Int(leaves[row])) * width
            for margin in 0..<width { sums[margin * capacity + row] += values[slot + margin] }
        }
    }

    /// Evaluates a tree on every tile and adds the values of its slots, lanes without a row included.
    private mutating func addTiles(_ index: Int, _ entry: ForestKernel.Entry, _ count: Int, _ values: [Scalar]) {
        let binned = ensemble.kernel.binned
        let slotCount = 1 << binned.trees[index].depth
        let width = ensemble.leafWidth
        let first = entry.firstBinnedSlot * width
        let table = values[first..<(first + slotCount * width)]
        for (tile, start) in stride(from: 0, to: count, by: BinnedForest.tileRows).enumerated() {
            let slots = binned.evaluate(index, tiles, from: tile * binned.width)
            if let output = entry.output {
                add(slots, table, to: output * capacity + start)
                continue
            }
            for lane in 0..<BinnedForest.tileRows {
                let slot = first + Int(slots[lane]) * width
                for margin in 0..<width { sums[margin * capacity + start + lane] += values[slot + margin] }
            }
        }
    }

    /// Adds one number of `table` a lane; it holds one for every slot of the tree that `slots` come from.
    @inline(__always)
    private mutating func add(_ slots: SIMD64<UInt8>, _ table: ArraySlice<Scalar>, to start: Int) {
        precondition(start >= 0 && start + BinnedForest.tileRows <= sums.count, "a tile of margins")
        // SAFETY: a slot is below 2^depth, the size of `table`; the margins are checked above; the vector has 64 bytes.
        unsafe withUnsafeBytes(of: slots) { slots in
            unsafe table.withUnsafeBufferPointer { table in
                unsafe sums.withUnsafeMutableBufferPointer { sums in
                    guard let slots = slots.baseAddress, let table = table.baseAddress, let sums = sums.baseAddress
                    else { return }
                    for lane in 0..<BinnedForest.tileRows {
                        let slot = unsafe slots.load(fromByteOffset: lane, as: UInt8.self)
                        unsafe sums[start &+ lane] += table[Int(slot)]
                    }
                }
            }
        }
    }
}

extension TreeEnsemble {
    /// Predicts in float32 margins.
    func predictSingle(
        _ rows: Span<Double>, _ values: [Float], _ space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) {
        let bases = baseMargins.map { Float($0) }
        var block = ForestBlock(self, bases: bases, rows: rows.count / featureCount)
        block.predict(rows, values, space, into: &outputs)
    }

    /// Predicts in float64 margins.
    func predictDouble(
        _ rows: Span<Double>, _ values: [Double], _ space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) {
        var block = ForestBlock(self, bases: baseMargins, rows: rows.count / featureCount)
        block.predict(rows, values, space, into: &outputs)
    }
}
