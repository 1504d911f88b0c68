/// The scratch of a prediction: a block of rows on its way down the trees, with margins of one precision.
struct ForestBlock<Scalar: MarginScalar> {
    private let ensemble: TreeEnsemble
    private let bases: [Scalar]
    /// The most rows, a multiple of 8, and of a tile where tiles are used.
    private let capacity: Int
    /// The packed forest's columns: row after row for a few rows, tile after tile for more.
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
    init(_ ensemble: TreeEnsemble, bases: [Scalar], rows: Int, usesTiles: Bool) {
        self.ensemble = ensemble
        self.bases = bases
        let kernel = ensemble.kernel
        let step = usesTiles ? BinnedForest.tileRows : 8
        capacity = (min(rows, kernel.rowsPerBlock) + step - 1) / step * step
        let tileCount = usesTiles ? capacity / BinnedForest.tileRows : 0
        let packedRows = (capacity + PackedForest.tileRows - 1) / PackedForest.tileRows * PackedForest.tileRows
        columns = [Float](repeating: 0, count: packedRows * kernel.packed.width)
        tiles = [BinnedForest.Lanes](repeating: BinnedForest.Lanes(), count: tileCount * kernel.binned.width)
        leaves = [Int32](repeating: 0, count: capacity)
        sums = [Scalar](repeating: 0, count: capacity * bases.count)
        rowMargins = bases
    }

    /// Predicts all of `rows`, block by block.
    mutating func predict(
        _ rows: Span<Double>, _ values: [Scalar], _ space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) {
        let rowCount = rows.count / ensemble.featureCount
        let width = outputs.count / max(1, rowCount)
        var start = 0
        while start < rowCount {
            let count = ensemble.kernel.blockCount(min(rowCount - start, capacity))
            addTrees(rows, start..<(start + count), values)
            write(count, space, width, into: &outputs, from: start)
            start += count
        }
    }

    /// Predicts the rows of all of `pieces`, block by block.
    mutating func predict(
        _ pieces: [HybridPiece], _ hybrid: HybridForest, _ values: [Scalar], _ width: Int,
        into outputs: inout MutableSpan<Double>
    ) {
        var block: [HybridPiece] = []
        var (start, filled) = (0, 0)
        for piece in pieces {
            var done = 0
            while done < piece.count {
                let count = min(piece.count - done, capacity - filled)
                block.append(piece.part(done..<(done + count)))
                done += count
                filled += count
                guard filled == capacity else { continue }
                addTrees(block, hybrid, filled, values)
                write(filled, hybrid.space, width, into: &outputs, from: start)
                start += filled
                filled = 0
                block.removeAll(keepingCapacity: true)
            }
        }
        guard filled > 0 else { return }
        addTrees(block, hybrid, filled, values)
        write(filled, hybrid.space, width, into: &outputs, from: start)
    }

    /// Writes the outputs of the first `count` rows of the block behind those of `start` rows.
    private mutating func write(
        _ count: Int, _ space: OutputSpace, _ width: Int, into outputs: inout MutableSpan<Double>, from start: Int
    ) {
        let link = ensemble.link
        for row in 0..<count {
            for margin in bases.indices {
                rowMargins[margin] = finished(sums[margin * capacity + row], margin, space)
            }
            var span = rowMargins.mutableSpan
            link.write(&span, span.indices, space: space, into: &outputs, at: (start + row) * width)
        }
    }

    /// The margin of a sum, divided where the link takes a mean.
    private func finished(_ sum: Scalar, _ margin: Int, _ space: OutputSpace) -> Scalar {
        let rule = ensemble.output
        let margin = rule.addsBaseLast ? sum + bases[margin] : sum
        return space != .margin && rule.isAverage ? margin / Scalar(rule.divisor) : margin
    }

    /// Writes the sums of the leaf values of all of `rows`, block by block.
    mutating func margins(_ rows: Span<Double>, _ values: [Scalar], into margins: inout [Scalar]) {
        let rowCount = rows.count / ensemble.featureCount
        var start = 0
        while start < rowCount {
            let count = ensemble.kernel.blockCount(min(rowCount - start, capacity))
            addTrees(rows, start..<(start + count), values)
            for row in 0..<count {
                for margin in bases.indices {
                    margins[(start + row) * bases.count + margin] = sums[margin * capacity + row]
                }
            }
            start += count
        }
    }

    /// Begins at the base margins, or at zero where they come last.
    private mutating func resetSums() {
        let addsBaseLast = ensemble.output.addsBaseLast
        for index in sums.indices { sums[index] = addsBaseLast ? 0 : bases[index / capacity] }
    }

    /// Adds every tree to the margins of rows `range`, tree after tree.
    private mutating func addTrees(_ rows: Span<Double>, _ range: Range<Int>, _ values: [Scalar]) {
        guard let coded = ensemble.coded(rows, range) else { return addCodedTrees(rows, range, values) }
        addCodedTrees(coded.span, 0..<range.count, values)
    }

    /// As ``addTrees(_:_:_:)`` for rows whose float32 is what trees compare.
    private mutating func addCodedTrees(_ rows: Span<Double>, _ range: Range<Int>, _ values: [Scalar]) {
        let kernel = ensemble.kernel
        let featureCount = ensemble.featureCount
        let categories = ensemble.categories
        let usesTiles = kernel.usesTiles(for: range.count)
        resetSums()
        if usesTiles { reduce(rows, range) }
        if !usesTiles || kernel.needsColumns {
            var span = columns.mutableSpan
            if !usesTiles, range.count < Self.rowsWorthAStep {
                kernel.packed.expand(rows, range, featureCount: featureCount, categories, into: &span)
                addRows(rows, range, values)
                return
            }
            kernel.packed.expandTiles(rows, range, featureCount: featureCount, categories, into: &span)
        }
        addEntries(rows, range, values, usesTiles: usesTiles)
    }

    /// Adds every tree to the margins of `count` hybrid rows.
    private mutating func addTrees(_ pieces: [HybridPiece], _ hybrid: HybridForest, _ count: Int, _ values: [Scalar]) {
        resetSums()
        let usesTiles = !tiles.isEmpty
        // SAFETY: the capacity, which the rows do not exceed, is whole tiles, for which both buffers have room.
        if usesTiles {
            unsafe tiles.withUnsafeMutableBytes { bytes in
                unsafe bytes.withMemoryRebound(to: Int8.self) { bytes in
                    if let base = bytes.baseAddress { unsafe hybrid.bins.fill(pieces, into: base) }
                }
            }
        }
        if let floats = hybrid.floats {
            // SAFETY: as above.
            unsafe columns.withUnsafeMutableBufferPointer { columns in
                if let base = columns.baseAddress { unsafe floats.fill(pieces, into: base) }
            }
        }
        let none: [Double] = []
        addEntries(none.span, 0..<count, values, usesTiles: usesTiles)
    }

    /// Adds every tree, tree after tree, from the columns and tiles of the block; `rows` is for trees that are walked.
    private mutating func addEntries(_ rows: Span<Double>, _ range: Range<Int>, _ values: [Scalar], usesTiles: Bool) {
        let kernel = ensemble.kernel
        var position = 0
        while position < kernel.entries.count {
            let entry = kernel.entries[position]
            if usesTiles, entry.binned != nil {
                let first = position
                while position < kernel.entries.count, kernel.entries[position].binned != nil { position += 1 }
                addTiles(kernel.entries[first..<position], range.count, values)
                continue
            }
            position += 1
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
            let leaves = leaves
            var span = sums.mutableSpan
            for row in range { span[first + row] += values[entry.firstSlot + Int(leaves[row])] }
            return
        }
        for row in range {
            let slot = (entry.firstSlot + Int(leaves[row])) * width
            for margin in 0..<width { sums[margin * capacity + row] += values[slot + margin] }
        }
    }

    /// Evaluates trees on every tile and adds the values of their slots, lanes without a row included.
    private mutating func addTiles(_ entries: ArraySlice<ForestKernel.Entry>, _ count: Int, _ values: [Scalar]) {
        let binned = ensemble.kernel.binned
        let (tiles, capacity, width) = (tiles, capacity, ensemble.leafWidth)
        let tileCount = (count + BinnedForest.tileRows - 1) / BinnedForest.tileRows
        precondition(tileCount * BinnedForest.tileRows <= capacity, "a block has room for whole tiles")
        precondition(tileCount * binned.width <= tiles.count, "a tile has a column for every chunk and side")
        // SAFETY: rows and columns are checked above, the slots of every tree below; a margin is one of the ensemble's.
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe tiles.withUnsafeBufferPointer { tiles in
                unsafe values.withUnsafeBufferPointer { table in
                    guard let sums = sums.baseAddress, let tiles = tiles.baseAddress, let table = table.baseAddress
                    else { return }
                    for entry in entries {
                        guard let index = entry.binned else { continue }
                        let first = entry.firstBinnedSlot * width
                        precondition(
                            first + width << binned.trees[index].depth <= values.count, "a tree has all its slots")
                        for tile in 0..<tileCount {
                            let slots = unsafe binned.evaluate(index, tiles + tile * binned.width)
                            let lanes = unsafe sums + tile * BinnedForest.tileRows
                            if let output = entry.output {
                                unsafe Self.add(slots, table + first, to: lanes + output * capacity)
                                continue
                            }
                            for margin in 0..<width {
                                unsafe Self.add(
                                    slots, table + first + margin, width: width, to: lanes + margin * capacity)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds one number of `table` a lane: that of the lane's slot, slots being `width` numbers apart.
    @inline(__always)
    private static func add(
        _ slots: SIMD64<UInt8>, _ table: UnsafePointer<Scalar>, width: Int = 1, to sums: UnsafeMutablePointer<Scalar>
    ) {
        // SAFETY: the caller vouches for the table and for a tile of sums; the vector has 64 bytes.
        unsafe withUnsafeBytes(of: slots) { slots in
            guard let slots = slots.baseAddress else { return }
            for lane in 0..<BinnedForest.tileRows {
                let slot = unsafe slots.load(fromByteOffset: lane, as: UInt8.self)
                unsafe sums[lane] += table[Int(slot) &* width]
            }
        }
    }
}
