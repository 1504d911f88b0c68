/// What every pattern of satisfied conditions contributes at the leaves of trees, for one background and one set of players.
///
/// An instance meets a leaf on whose path m players decide with one of 2^m patterns: bit j is set when it satisfies all
/// conditions of the j-th player. What it gains there is a sum over the background's rows that depends on the pattern alone
/// and is tabled, so that an explanation costs the same for any number of rows (the idea of Nadel & Wettenstein 2025, "From
/// Decision Trees to Boolean Logic: A Fast and Unified SHAP Algorithm"). Trees whose tables would exceed the bound are left to
/// ``InterventionalWalk``. Values are for a leaf of 1; whoever reads them multiplies by the leaf's own.
struct LeafTables: Sendable {
    /// A tree with tables.
    struct Tree: Sendable {
        /// The tree in the ensemble.
        let tree: TreeEnsemble.Tree
        /// Its entries in ``LeafTables/order``, parents before children.
        let entries: Range<Int>
    }

    /// A leaf's place in the tables.
    struct Leaf: Sendable {
        /// Its first player among ``LeafTables/players``.
        let firstPlayer: Int
        /// The number of players on its path.
        let count: Int
        /// Its first value: `count` numbers for each pattern.
        let firstValue: Int
    }

    /// The most players on a path that is tabled: the tables of a leaf hold 2^m m numbers.
    static let maximumPlayers = 10

    /// The trees with tables, in the ensemble's order.
    private(set) var trees: [Tree] = []
    /// The trees without, in the ensemble's order.
    private(set) var rest: [TreeEnsemble.Tree] = []
    /// The nodes of the trees, tree after tree.
    private(set) var order: [Int32] = []
    /// The bit of an entry's player; for a leaf, its number among ``leaves``.
    private(set) var marks: [Int32] = []
    /// The leaves of the trees.
    private(set) var leaves: [Leaf] = []
    /// The players on the leaves' paths.
    private(set) var players: [Int32] = []
    /// The contributions of a leaf of 1.
    private(set) var values: [Double] = []
    /// What the tabled trees add to the empty coalition's value, one number a margin.
    private(set) var bases: [Double]
    /// The memory that the tables take.
    private(set) var bytes = 0
    /// The background, for the rest.
    let rows: MergedRows

    /// Tables the trees of `method`'s ensemble as far as `maximumBytes` reach.
    ///
    /// - Complexity: O(rows x nodes + leaves 3^m m).
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    init(
        _ method: TreeSHAP, background: Background, maximumBytes: Int, context: ComputeContext
    ) throws(ExplainError) {
        rows = MergedRows(background)
        bases = [Double](repeating: 0, count: method.ensemble.marginCount)
        var chosen: [TreeEnsemble.Tree] = []
        var (entryCount, numberCount) = (0, 0)
        for tree in method.ensemble.trees {
            try context.look()
            guard let layout = LeafLayout(tree, method), layout.bytes <= maximumBytes - bytes else {
                rest.append(tree)
                continue
            }
            chosen.append(tree)
            bytes += layout.bytes
            entryCount += layout.order.count
            numberCount += layout.numberCount
        }
        // Arrays that grow step by step could take twice the bound.
        order.reserveCapacity(entryCount)
        marks.reserveCapacity(entryCount)
        values.reserveCapacity(numberCount)
        for tree in chosen {
            try context.look()
            if let layout = LeafLayout(tree, method) { try append(tree, layout, method.ensemble, context) }
        }
    }

    private mutating func append(
        _ tree: TreeEnsemble.Tree, _ layout: LeafLayout, _ ensemble: TreeEnsemble, _ context: ComputeContext
    ) throws(ExplainError) {
        let (firstEntry, firstLeaf) = (order.count, leaves.count)
        var firstPlayer = players.count
        var firstWeights: [Int] = []
        var weightCount = 0
        for count in layout.counts {
            leaves.append(Leaf(firstPlayer: firstPlayer, count: count, firstValue: values.count))
            values.append(contentsOf: repeatElement(0, count: count << count))
            firstPlayer += count
            firstWeights.append(weightCount)
            weightCount += 1 << count
        }
        players.append(contentsOf: layout.players)
        order.append(contentsOf: layout.order)
        for (node, mark) in zip(layout.order, layout.marks) {
            marks.append(ensemble.nodes.left[Int(node)] >= 0 ? mark : mark + Int32(firstLeaf))
        }
        let placed = Tree(tree: tree, entries: firstEntry..<order.count)
        trees.append(placed)
        var weights = [Double](repeating: 0, count: weightCount)
        var patterns: [Int32] = []
        for row in 0..<rows.count {
            try context.look()
            let weight = rows.weights[row]
            visit(placed, ensemble, rows.storage, row * rows.width, &patterns) { leaf, pattern, _ in
                weights[firstWeights[leaf - firstLeaf] + pattern] += weight
            }
        }
        addBases(placed, ensemble, firstLeaf, firstWeights, weights)
        for leaf in firstLeaf..<leaves.count {
            try context.look()
            fill(leaf, weights[firstWeights[leaf - firstLeaf]...])
        }
    }

    /// Calls `body` with each leaf of a tree, the pattern that a row meets it with, and its node.
    ///
    /// `patterns` is scratch that may be used again.
    @inline(__always)
    func visit(
        _ placed: Tree, _ ensemble: TreeEnsemble, _ rows: [Float], _ firstColumn: Int, _ patterns: inout [Int32],
        _ body: (_ leaf: Int, _ pattern: Int, _ node: Int) -> Void
    ) {
        let root = placed.tree.nodes.lowerBound
        while patterns.count < placed.tree.nodes.count { patterns.append(0) }
        // All bits are set at the root; those of players that are not on the path yet are masked at the leaf.
        patterns[0] = -1
        for entry in placed.entries {
            let node = Int(order[entry])
            let pattern = patterns[node - root]
            let mark = marks[entry]
            let left = Int(ensemble.nodes.left[node])
            if left < 0 {
                let leaf = Int(mark)
                body(leaf, Int(pattern) & ((1 << leaves[leaf].count) - 1), node)
                continue
            }
            let column = Int(ensemble.nodes.feature[node])
            let taken = ensemble.child(of: node, for: rows[firstColumn + column])
            let right = Int(ensemble.nodes.right[node])
            patterns[left - root] = taken == left ? pattern : pattern & ~mark
            patterns[right - root] = taken == left ? pattern & ~mark : pattern
        }
    }

    private mutating func addBases(
        _ placed: Tree, _ ensemble: TreeEnsemble, _ firstLeaf: Int, _ firstWeights: [Int], _ weights: [Double]
    ) {
        for entry in placed.entries {
            let node = Int(order[entry])
            guard ensemble.nodes.left[node] < 0 else { continue }
            let leaf = Int(marks[entry])
            let all = (1 << leaves[leaf].count) - 1
            let weight = weights[firstWeights[leaf - firstLeaf] + all]
            let slot = Int(ensemble.nodes.right[node]) * ensemble.leafWidth
            for offset in 0..<ensemble.leafWidth {
                bases[placed.tree.output ?? offset] += weight * ensemble.leafValues[slot + offset]
            }
        }
    }

    /// Fills a leaf's table from the background's weight of each pattern.
    ///
    /// An instance's pattern a and a row's pattern b meet when they cover all players: b is what a lacks and a subset of a.
    /// The rest of a are the players that the instance alone satisfies, what a lacks those that the row alone does.
    private mutating func fill(_ number: Int, _ weights: ArraySlice<Double>) {
        let shares = ShapleyWeights()
        let leaf = leaves[number]
        let all = (1 << leaf.count) - 1
        for pattern in 0...all {
            let first = leaf.firstValue + pattern * leaf.count
            let lacking = all & ~pattern
            let others = lacking.nonzeroBitCount
            var loss = 0.0
            // The subsets of the pattern in descending order.
            var shared = pattern
            while true {
                let weight = weights[weights.startIndex + (lacking | shared)]
                var alone = pattern & ~shared
                let own = alone.nonzeroBitCount
                if weight > 0, own + others > 0 {
                    if others > 0 { loss += weight * shares.share(own: others, others: own) }
                    let gain = own > 0 ? weight * shares.share(own: own, others: others) : 0
                    while alone != 0 {
                        values[first + alone.trailingZeroBitCount] += gain
                        alone &= alone - 1
                    }
                }
                if shared == 0 { break }
                shared = (shared - 1) & pattern
            }
            var rest = lacking
            while rest != 0 {
                values[first + rest.trailingZeroBitCount] -= loss
                rest &= rest - 1
            }
        }
    }
}
