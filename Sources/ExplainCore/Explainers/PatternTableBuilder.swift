/// Builds the tables of one tree after the other.
struct PatternTableBuilder {
    private let forest: PatternForest
    private let ensemble: TreeEnsemble
    private var walk: BackgroundWalk
    private var shares = PatternShares()

    /// Creates a builder for the trees of `forest`.
    init(_ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground) {
        self.forest = forest
        ensemble = method.ensemble
        walk = BackgroundWalk(forest, method, background)
    }

    /// Builds the tables of `tree`, and its base values behind them, where `memory` holds zeros.
    ///
    /// - Complexity: O(rows x nodes), and for each leaf O(players) for every row's pattern and pattern that meets it.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    mutating func build(
        _ tree: PatternTree, _ memory: PatternMemory, firstPair: Int, context: ComputeContext
    ) throws(ExplainError) {
        precondition(firstPair + tree.memoryPairs <= memory.count, "the tables have room")
        var bases = [Double](repeating: 0, count: tree.outputs.count)
        walk.start(tree)
        while let leaf = walk.next() {
            try context.look()
            let values = forest.values(tree, ofLeaf: leaf.number, ensemble)
            walk.addBases(leaf, values, to: &bases)
            shares.tabulate(leaf, walk)
            add(leaf, values, tree, memory, firstPair)
        }
        for (output, base) in bases.enumerated() {
            // SAFETY: the tree's memory has room for base values behind the tables.
            unsafe memory.pairs[firstPair + tree.tablePairs + output / 2][output % 2] = base
        }
    }

    /// Adds a leaf's table to its cell's.
    ///
    /// A bottom's rows go by the pattern of the players above and its decision, in the bit beyond.
    private func add(
        _ leaf: BackgroundWalk.Leaf, _ values: ArraySlice<Double>, _ tree: PatternTree, _ memory: PatternMemory,
        _ firstPair: Int
    ) {
        let number = tree.cell(ofLeaf: leaf.number)
        let cell = forest.cells[tree.cells.lowerBound + number]
        let start = firstPair + Int(cell.firstPair)
        guard number < tree.bottomCount else {
            for pattern in 0..<(1 << Int(cell.shift)) { add(pattern, pattern, values, cell, memory, start) }
            return
        }
        let node = forest.inner[tree.inner.lowerBound + tree.upperCount + number]
        let mark = Int(node.mark)
        for above in 0..<(1 << Int(cell.shift)) {
            let before = node.bit == cell.shift ? above | mark : above
            let (left, right) = leaf.number % 2 == 0 ? (before, before & ~mark) : (before & ~mark, before)
            add(right, above, values, cell, memory, start)
            add(left, above | 1 << Int(cell.shift), values, cell, memory, start)
        }
    }

    /// Adds a pattern's numbers, times the leaf's values, to a row.
    @inline(__always)
    private func add(
        _ pattern: Int, _ row: Int, _ values: ArraySlice<Double>, _ cell: PatternTree.Cell, _ memory: PatternMemory,
        _ start: Int
    ) {
        let (pairs, stride) = (shares.pairs, Int(cell.stride))
        var position = start + row * values.count * stride
        for value in values {
            for pair in 0..<pairs {
                // SAFETY: `build` has checked that the tree's tables have room.
                unsafe memory.pairs[position &+ pair] += shares.table[pattern * pairs + pair] * value
            }
            position &+= stride
        }
    }
}
