/// The trees of an ensemble laid out for patterns, for one set of players.
struct PatternForest: Sendable {
    /// The trees, in the ensemble's order.
    let trees: [PatternTree]
    /// Those whose paths have too many players: they are left to ``InterventionalWalk``.
    let rest: [TreeEnsemble.Tree]
    /// The number of decisions on the longest path.
    let depth: Int
    /// The questions of all inner nodes.
    let splits: FixedBuffer<PatternTree.Split>
    /// All inner nodes.
    let inner: FixedBuffer<PatternTree.Inner>
    /// The inner nodes' places among the ensemble's nodes.
    let nodes: FixedBuffer<Int32>
    /// All cells.
    let cells: FixedBuffer<PatternTree.Cell>
    /// All leaves.
    let leaves: FixedBuffer<PatternTree.Leaf>
    /// The ensemble's leaf values.
    let values: FixedBuffer<Double>

    /// Lays out the trees of `method`'s ensemble.
    ///
    /// - Complexity: O(nodes x players on a path).
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    init(_ method: TreeSHAP, context: ComputeContext) throws(ExplainError) {
        var builder = PatternForestBuilder(method)
        for index in method.ensemble.trees.indices {
            try context.look()
            builder.append(index)
        }
        (trees, rest) = (builder.trees, builder.rest)
        depth = trees.reduce(0) { max($0, $1.tree.depth) }
        splits = FixedBuffer(builder.splits)
        inner = FixedBuffer(builder.inner)
        nodes = FixedBuffer(builder.nodes)
        cells = FixedBuffer(builder.cells)
        leaves = FixedBuffer(builder.leaves)
        values = FixedBuffer(method.ensemble.leafValues)
    }

    /// The memory of the layout.
    var bytes: Int {
        trees.count * MemoryLayout<PatternTree>.stride + rest.count * MemoryLayout<TreeEnsemble.Tree>.stride
            + splits.bytes + inner.bytes + nodes.bytes + cells.bytes + leaves.bytes + values.bytes
    }

    /// The values of a tree's leaf, one an output.
    func values(_ tree: PatternTree, ofLeaf number: Int, _ ensemble: TreeEnsemble) -> ArraySlice<Double> {
        let first = Int(leaves[tree.firstLeaf + number].row) * ensemble.leafWidth
        return ensemble.leafValues[first..<(first + ensemble.leafWidth)]
    }
}
