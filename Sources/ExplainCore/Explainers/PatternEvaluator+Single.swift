extension PatternEvaluator {
    /// Adds a tree for one instance, given where the tree's tables are.
    // SAFETY: the caller vouches for the table; there is a place for every node and slot of the largest tree.
    func addSingle(
        _ tree: PatternTree, _ table: UnsafePointer<SIMD2<Double>>, _ batch: borrowing PatternBatch, _ row: Int
    ) {
        decide(tree, batch, row)
        follow(tree)
        for (position, output) in tree.outputs.enumerated() {
            unsafe locate(tree, table, position)
            addUp(tree, batch, output, row)
        }
        addFulls(tree, batch, row)
    }

    /// Whether an instance goes left at each node.
    // SAFETY: columns are below twice the batch's width; there is a decision for every inner node.
    func decide(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ row: Int) {
        if tree.hasCategories { return decideCategories(tree, batch, row, shift: 0, stride: 1) }
        let (decisions, count) = unsafe (self.decisions, batch.count)
        let splits = unsafe forest.splits.base + tree.inner.lowerBound
        let values = unsafe UnsafePointer(batch.rows) + row
        for place in 0..<tree.inner.count {
            let split = unsafe splits[place]
            unsafe decisions[place] = values[Int(split.column) &* count] < split.threshold ? .max : 0
        }
    }

    /// As ``decide(_:_:_:)``; the decisions of a node go where those of `stride` instances are, behind `shift` others.
    // SAFETY: the ensemble has as many features as the batch has columns; there is a decision for every inner node.
    func decideCategories(
        _ tree: PatternTree, _ batch: borrowing PatternBatch, _ row: Int, shift: Int, stride: Int
    ) {
        let ensemble = method.ensemble
        for place in 0..<tree.inner.count {
            let node = Int(forest.nodes[tree.inner.lowerBound + place])
            let column = 2 * batch.width + Int(ensemble.nodes.feature[node])
            let child = unsafe ensemble.child(of: node, for: batch.rows[column * batch.count + row])
            unsafe decisions[place * stride + shift] = child == Int(ensemble.nodes.left[node]) ? .max : 0
        }
    }

    /// Takes the pattern down the tree.
    // SAFETY: children of inner nodes that are no bottoms have slots; there is a pattern for each.
    private func follow(_ tree: PatternTree) {
        let (decisions, patterns) = unsafe (self.decisions, self.patterns)
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        unsafe patterns[0] = .max
        for slot in 0..<tree.upperCount {
            let node = unsafe inner + slot
            let (pattern, left) = unsafe (patterns[slot], decisions[slot])
            let mark = unsafe node.pointee.mark
            unsafe patterns[Int(node.pointee.left)] = pattern & ~(mark & ~left)
            unsafe patterns[Int(node.pointee.right)] = pattern & ~(mark & left)
        }
    }

    /// Finds the numbers of all cells for an output.
    // SAFETY: rows of tables are as in the layout, for which the caller vouches; there is a source for every slot.
    private func locate(_ tree: PatternTree, _ table: UnsafePointer<SIMD2<Double>>, _ output: Int) {
        let (decisions, patterns, sources) = unsafe (self.decisions, self.patterns, self.sources)
        let cells = unsafe forest.cells.base + tree.cells.lowerBound
        let (upperCount, bottomCount, outputs) = (tree.upperCount, tree.bottomCount, tree.outputs.count)
        for number in 0..<bottomCount {
            let slot = upperCount &+ number
            let row = unsafe cells[number].row(patterns[slot], decisions[slot])
            unsafe sources[slot] = table + cells[number].pair(row &* outputs &+ output)
        }
        for number in bottomCount..<tree.cells.count {
            let slot = upperCount &+ number
            let row = unsafe cells[number].row(patterns[slot], 0)
            unsafe sources[slot] = table + cells[number].pair(row &* outputs &+ output)
        }
    }

    /// Gives the numbers of the bottoms' own players to them, adds the rows up the tree, and gives each node's number to its
    /// player.
    // SAFETY: players are at most the number of players; children have sources before their parents.
    func addUp(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ output: Int, _ row: Int) {
        let (sources, sums, count) = unsafe (self.sources, self.sums, batch.count)
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        let (upperCount, stride) = (tree.upperCount, tree.maximumPairs)
        let own = unsafe batch.values + output &* (batch.players &+ 1) &* count + row
        for slot in upperCount..<tree.inner.count {
            let node = unsafe inner + slot
            unsafe own[Int(node.pointee.player) &* count] += Self.number(sources[slot], node.pointee.bit)
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
            unsafe own[Int(node.pointee.player) &* count] += Self.number(sum, node.pointee.bit)
            slot &-= 1
        }
    }

    // SAFETY: a row has a number for each bit.
    @inline(__always)
    static func number(_ pairs: UnsafePointer<SIMD2<Double>>, _ bit: UInt8) -> Double {
        unsafe UnsafeRawPointer(pairs).load(fromByteOffset: Int(bit) &* 8, as: Double.self)
    }

    /// Adds the values of the leaf that an instance goes to.
    // SAFETY: children of inner nodes that are no bottoms have slots; there is a decision for every inner node.
    func addFulls(_ tree: PatternTree, _ batch: borrowing PatternBatch, _ row: Int) {
        unsafe addFulls(tree, batch, row, decisions: UnsafePointer(decisions), stride: 1)
    }

    /// As ``addFulls(_:_:_:)``, with the instance's decisions the first of every `stride`.
    // SAFETY: children of inner nodes that are no bottoms have slots; there is a decision for every inner node.
    @inline(__always)
    func addFulls(
        _ tree: PatternTree, _ batch: borrowing PatternBatch, _ row: Int, decisions: UnsafePointer<UInt16>, stride: Int
    ) {
        let inner = unsafe forest.inner.base + tree.inner.lowerBound
        let upperCount = tree.upperCount
        var slot = 0
        while slot < upperCount {
            let node = unsafe inner + slot
            slot = unsafe Int(decisions[slot &* stride] != 0 ? node.pointee.left : node.pointee.right)
        }
        var number = slot &- upperCount &+ tree.bottomCount
        if slot < tree.inner.count {
            number = unsafe 2 &* (slot &- upperCount) &+ (decisions[slot &* stride] != 0 ? 0 : 1)
        }
        let outputs = tree.outputs.count
        let first = unsafe Int(forest.leaves.base[tree.firstLeaf &+ number].row) &* outputs
        for position in 0..<outputs {
            let margin = tree.outputs.lowerBound &+ position
            unsafe batch.fulls[margin &* batch.count &+ row] += forest.values.base[first &+ position]
        }
    }
}
