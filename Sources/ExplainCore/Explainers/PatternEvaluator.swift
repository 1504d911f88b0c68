/// Adds up what trees give to the players, with tables or without.
///
/// A node's players other than its own are those of the nodes above: the rows of its two children are added, the number of its
/// own player, where it decides for the first time, is that player's, and the sum goes up. Where a tree has no tables, the
/// rows of its cells come from a ``BackgroundWalk`` with the same bits, so that tables change none of the result.
// SAFETY: the buffers are as large as the largest tree of the forest needs, live as long as the evaluator, and are its own.
@safe struct PatternEvaluator: ~Copyable {
    let method: TreeSHAP
    let forest: PatternForest
    var shares = PatternShares()
    var walk: BackgroundWalk
    /// Whether the instance goes left, one an inner slot: 1 or 0.
    let decisions: UnsafeMutablePointer<UInt32>
    /// The instance's pattern of the players above, one a slot; then, of cells, the row of the table.
    private let patterns: UnsafeMutablePointer<UInt32>
    /// Where the numbers of each slot are.
    let sources: UnsafeMutablePointer<UnsafePointer<SIMD2<Double>>>
    /// The sums of nodes that are no bottoms.
    private let sums: UnsafeMutablePointer<SIMD2<Double>>
    /// The rows of a tree without tables, cell after cell.
    let rows: UnsafeMutablePointer<SIMD2<Double>>

    /// Creates an evaluator for the trees of `forest`.
    init(_ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground) {
        self.method = method
        self.forest = forest
        walk = BackgroundWalk(forest, method, background)
        let slots = forest.trees.reduce(1) { max($0, $1.slotCount) }
        let uppers = forest.trees.reduce(1) { max($0, $1.upperCount * $1.maximumPairs) }
        let pairs = forest.trees.reduce(1) { max($0, $1.cells.count * $1.maximumPairs * $1.outputs.count) }
        unsafe decisions = .allocate(capacity: slots)
        unsafe decisions.initialize(repeating: 0, count: slots)
        unsafe patterns = .allocate(capacity: slots)
        unsafe patterns.initialize(repeating: 0, count: slots)
        unsafe sums = .allocate(capacity: uppers)
        unsafe sums.initialize(repeating: SIMD2(), count: uppers)
        unsafe rows = .allocate(capacity: pairs)
        unsafe rows.initialize(repeating: SIMD2(), count: pairs)
        unsafe sources = .allocate(capacity: slots)
        unsafe sources.initialize(repeating: UnsafePointer(rows), count: slots)
    }

    deinit {
        unsafe decisions.deallocate()
        unsafe patterns.deallocate()
        unsafe sources.deallocate()
        unsafe sums.deallocate()
        unsafe rows.deallocate()
    }

    /// Adds a tree with tables for all instances of a batch.
    ///
    /// - Complexity: O(nodes x players on a path) an instance.
    func add(_ tree: PatternTree, _ table: PatternTables.Table, to batch: borrowing PatternBatch) {
        precondition(table.firstPair + tree.tablePairs <= table.memory.count, "the tables are there")
        // SAFETY: rows of tables are as in the layout, which the precondition covers.
        let first = unsafe UnsafePointer(table.memory.pairs) + table.firstPair
        for row in 0..<batch.count {
            decide(tree, batch, row)
            follow(tree)
            for (position, output) in tree.outputs.enumerated() {
                unsafe locate(tree, first, position)
                addUp(tree, batch, row * batch.margins + output)
                unsafe batch.bases[row * batch.margins + output] += table.bases[position]
            }
            addFulls(tree, batch, row)
        }
    }

    /// Whether an instance goes left at each node.
    @inline(__always)
    func decide(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ row: Int) {
        let values = unsafe UnsafePointer(batch.rows) + row &* 3 &* batch.width
        if tree.hasCategories {
            unsafe decideCategories(tree, values + 2 * batch.width)
            return
        }
        let decisions = unsafe self.decisions
        let splits = unsafe forest.splits.base + tree.inner.lowerBound
        // SAFETY: columns are below twice the batch's width.
        for slot in 0..<tree.inner.count {
            let split = unsafe splits[slot]
            unsafe decisions[slot] = values[Int(split.column)] < split.threshold ? 1 : 0
        }
    }

    private func decideCategories(_ tree: PatternTree, _ values: UnsafePointer<Float>) {
        let ensemble = method.ensemble
        for slot in 0..<tree.inner.count {
            let node = Int(forest.nodes[tree.inner.lowerBound + slot])
            // SAFETY: the ensemble has as many features as the batch has columns; there is a decision for every inner slot.
            let child = unsafe ensemble.child(of: node, for: values[Int(ensemble.nodes.feature[node])])
            unsafe decisions[slot] = child == Int(ensemble.nodes.left[node]) ? 1 : 0
        }
    }

    /// Takes the patterns down the tree, and finds the rows of the cells.
    @inline(__always)
    private func follow(_ tree: PatternTree) {
        let (decisions, patterns) = unsafe (self.decisions, self.patterns)
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        let upperCount = tree.upperCount
        // SAFETY: children of inner nodes that are no bottoms have slots.
        unsafe patterns[0] = .max
        for slot in 0..<upperCount {
            let node = unsafe inner + slot
            let pattern = unsafe patterns[slot]
            // All ones where the decision is to the left.
            let left = unsafe 0 &- decisions[slot]
            let mark = unsafe UInt32(truncatingIfNeeded: node.pointee.mark)
            unsafe patterns[Int(node.pointee.left)] = pattern & ~(mark & ~left)
            unsafe patterns[Int(node.pointee.right)] = pattern & ~(mark & left)
        }
        let (cells, bottomCount) = unsafe (forest.cells.base + tree.cells.lowerBound, tree.bottomCount)
        for number in 0..<tree.cells.count {
            let cell = unsafe cells + number
            let slot = upperCount &+ number
            let own = number < bottomCount ? unsafe decisions[slot] : 0
            let above = unsafe patterns[slot] & UInt32(truncatingIfNeeded: cell.pointee.mask)
            unsafe patterns[slot] = above | own &<< UInt32(truncatingIfNeeded: cell.pointee.shift)
        }
    }

    /// Finds the numbers of all cells for an output.
    @inline(__always)
    private func locate(_ tree: PatternTree, _ table: UnsafePointer<SIMD2<Double>>, _ output: Int) {
        let (patterns, sources) = unsafe (self.patterns, self.sources)
        let cells = unsafe forest.cells.base + tree.cells.lowerBound
        let (upperCount, outputs) = (tree.upperCount, tree.outputs.count)
        for number in 0..<tree.cells.count {
            let cell = unsafe cells + number
            let slot = upperCount &+ number
            let row = unsafe Int(patterns[slot]) &* outputs &+ output
            unsafe sources[slot] = table + (Int(cell.pointee.firstPair) &+ row &* Int(cell.pointee.stride))
        }
    }

    /// Gives the numbers of the bottoms' own players to them, adds the rows up the tree, and gives each node's number to its
    /// player; `sum` counts a batch's margins.
    @inline(__always)
    func addUp(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ sum: Int) {
        let (sources, sums) = unsafe (self.sources, self.sums)
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        let (upperCount, stride) = (tree.upperCount, tree.maximumPairs)
        // SAFETY: players are at most the number of players; children have sources before their parents.
        let own = unsafe batch.values + sum &* (batch.players &+ 1)
        for slot in upperCount..<tree.inner.count {
            let node = unsafe inner + slot
            unsafe own[Int(node.pointee.player)] += Self.number(sources[slot], node.pointee.bit)
        }
        var slot = upperCount &- 1
        while slot >= 0 {
            let node = unsafe inner + slot
            let (left, right) = unsafe (sources[Int(node.pointee.left)], sources[Int(node.pointee.right)])
            let sum = unsafe sums + slot &* stride
            // Most paths have few players: steps that are written out cost half of a loop's.
            let pairs = unsafe node.pointee.pairs
            unsafe sum[0] = left[0] + right[0]
            if pairs > 1 { unsafe sum[1] = left[1] + right[1] }
            if pairs > 2 { unsafe sum[2] = left[2] + right[2] }
            if pairs > 3 { unsafe sum[3] = left[3] + right[3] }
            if pairs > 4 {
                for pair in 4..<Int(pairs) { unsafe sum[pair] = left[pair] + right[pair] }
            }
            unsafe sources[slot] = UnsafePointer(sum)
            unsafe own[Int(node.pointee.player)] += Self.number(sum, node.pointee.bit)
            slot &-= 1
        }
    }

    @inline(__always)
    private static func number(_ pairs: UnsafePointer<SIMD2<Double>>, _ bit: UInt8) -> Double {
        // SAFETY: a row has a number for each bit.
        unsafe UnsafeRawPointer(pairs).load(fromByteOffset: Int(bit) &* 8, as: Double.self)
    }

    /// Adds the values of the leaf that an instance goes to.
    func addFulls(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ row: Int) {
        let decisions = unsafe self.decisions
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        let upperCount = tree.upperCount
        var slot = 0
        // SAFETY: children of inner nodes that are no bottoms have slots.
        while slot < upperCount {
            let node = unsafe inner + slot
            slot = unsafe Int(decisions[slot] == 1 ? node.pointee.left : node.pointee.right)
        }
        var number = slot - upperCount + tree.bottomCount
        if slot < tree.inner.count {
            number = unsafe 2 * (slot - upperCount) + (decisions[slot] == 1 ? 0 : 1)
        }
        let first = Int(forest.leaves[tree.firstLeaf + number].row) * method.ensemble.leafWidth
        for (position, output) in tree.outputs.enumerated() {
            unsafe batch.fulls[row * batch.margins + output] += method.ensemble.leafValues[first + position]
        }
    }
}
