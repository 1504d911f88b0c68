extension PatternEvaluator {
    /// Adds a tree with tables for all instances of a batch.
    ///
    /// - Complexity: O(nodes x players on a path) an instance.
    // SAFETY: rows of tables are as in the layout, which the precondition covers.
    func add(_ position: Int, _ memory: PatternMemory, _ firstPair: Int, to batch: borrowing PatternBatch) {
        let tree = forest.trees[position]
        precondition(firstPair + tree.memoryPairs <= memory.count, "the tables are there")
        let table = unsafe UnsafePointer(memory.pairs) + firstPair
        if batch.count == 1 {
            unsafe addSingle(tree, table, batch, 0)
        } else {
            for first in Swift.stride(from: 0, to: batch.count, by: Self.width) {
                unsafe addBlock(tree, table, batch, first, min(Self.width, batch.count - first))
            }
        }
        for (position, output) in tree.outputs.enumerated() {
            let base = unsafe table[tree.tablePairs + position / 2][position % 2]
            for row in 0..<batch.count { unsafe batch.bases[output * batch.count + row] += base }
        }
    }

    /// Adds a tree for `count` neighbouring instances.
    // SAFETY: players are at most the number of players, for whom a margin has sums; at most `width` instances come at once.
    private func addBlock(
        _ tree: PatternTree, _ table: UnsafePointer<SIMD2<Double>>, _ batch: borrowing PatternBatch, _ first: Int,
        _ count: Int
    ) {
        decideBlock(tree, batch, first, count)
        followBlock(tree, count)
        for (position, output) in tree.outputs.enumerated() {
            let own = unsafe batch.values + output * (batch.players + 1) * batch.count + first
            unsafe locateBlock(tree, table, position, own, batch.count, count)
            unsafe addUpBlock(tree, own, batch.count, count)
        }
        for row in 0..<count {
            unsafe addFulls(tree, batch, first + row, decisions: UnsafePointer(decisions) + row, stride: count)
        }
    }

    // SAFETY: columns are below twice the batch's width; there are decisions of `width` instances for every inner node.
    private func decideBlock(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ first: Int, _ count: Int) {
        guard !tree.hasCategories else {
            for row in 0..<count { decideCategories(tree, batch, first + row, shift: row, stride: count) }
            return
        }
        let splits = unsafe forest.splits.base + tree.inner.lowerBound
        for place in 0..<tree.inner.count {
            let split = unsafe splits[place]
            let values = unsafe UnsafePointer(batch.rows) + Int(split.column) * batch.count + first
            let decisions = unsafe self.decisions + place * count
            for row in 0..<count { unsafe decisions[row] = values[row] < split.threshold ? .max : 0 }
        }
    }

    // SAFETY: children of inner nodes that are no bottoms have slots; there are patterns of `width` instances for each.
    private func followBlock(_ tree: PatternTree, _ count: Int) {
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        unsafe patterns.update(repeating: .max, count: count)
        for slot in 0..<tree.upperCount {
            let node = unsafe inner[slot]
            let (above, decisions) = unsafe (patterns + slot * count, decisions + slot * count)
            let (left, right) = unsafe (patterns + Int(node.left) * count, patterns + Int(node.right) * count)
            for row in 0..<count {
                let (pattern, isLeft) = unsafe (above[row], decisions[row])
                unsafe left[row] = pattern & ~(node.mark & ~isLeft)
                unsafe right[row] = pattern & ~(node.mark & isLeft)
            }
        }
    }

    /// Finds the numbers of all cells for an output, and gives the bottoms' own players theirs.
    // SAFETY: rows of tables are as in the layout, for which the caller vouches; players are at most the number of players.
    private func locateBlock(
        _ tree: PatternTree, _ table: UnsafePointer<SIMD2<Double>>, _ output: Int, _ own: UnsafeMutablePointer<Double>,
        _ stride: Int, _ count: Int
    ) {
        let outputs = tree.outputs.count
        for number in 0..<tree.cells.count {
            let slot = tree.upperCount + number
            let cell = unsafe forest.cells.base[tree.cells.lowerBound + number]
            let (patterns, sources) = unsafe (self.patterns + slot * count, self.sources + slot * count)
            guard number < tree.bottomCount else {
                for row in 0..<count {
                    unsafe sources[row] = table + cell.pair(cell.row(patterns[row], 0) &* outputs &+ output)
                }
                continue
            }
            let decisions = unsafe self.decisions + slot * count
            let node = unsafe forest.inner.base[tree.inner.lowerBound + slot]
            let sums = unsafe own + Int(node.player) * stride
            for row in 0..<count {
                let index = unsafe cell.row(patterns[row], decisions[row]) &* outputs &+ output
                let source = unsafe table + cell.pair(index)
                unsafe sources[row] = source
                unsafe sums[row] += Self.number(source, node.bit)
            }
        }
    }

    // SAFETY: children have sources before their parents, and numbers for the players above.
    private func addUpBlock(_ tree: PatternTree, _ own: UnsafeMutablePointer<Double>, _ stride: Int, _ count: Int) {
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        let width = tree.maximumPairs
        for slot in (0..<tree.upperCount).reversed() {
            let node = unsafe inner[slot]
            let (left, right) = unsafe (sources + Int(node.left) * count, sources + Int(node.right) * count)
            let (sources, sums) = unsafe (self.sources + slot * count, self.sums + slot * count * width)
            let values = unsafe own + Int(node.player) * stride
            for row in 0..<count {
                let (one, other, sum) = unsafe (left[row], right[row], sums + row &* width)
                unsafe sum[0] = one[0] + other[0]
                if node.pairs > 1 { unsafe sum[1] = one[1] + other[1] }
                if node.pairs > 2 { unsafe sum[2] = one[2] + other[2] }
                if node.pairs > 3 { unsafe sum[3] = one[3] + other[3] }
                if node.pairs > 4 {
                    for pair in 4..<Int(node.pairs) { unsafe sum[pair] = one[pair] + other[pair] }
                }
                unsafe sources[row] = UnsafePointer(sum)
                unsafe values[row] += Self.number(sum, node.bit)
            }
        }
    }
}
