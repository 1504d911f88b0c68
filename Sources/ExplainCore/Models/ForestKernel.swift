/// The trees of an ensemble laid out for prediction: blocks of rows go down one tree after another.
///
/// A tree of numerical splits becomes a ``PackedForest`` tree, which is traversed without branches; other trees are walked
/// node by node. Either way a row ends in a slot of the ensemble's value table.
struct ForestKernel: Sendable {
    /// How the rows of a block find their leaves in one tree.
    enum Traversal: Sendable {
        /// Branch-free, as this tree of the packed forest.
        case packed(Int)
        /// Node by node, from this root.
        case walk(root: Int)
    }

    /// A tree as the kernel sees it.
    struct Entry: Sendable {
        /// The way down.
        let traversal: Traversal
        /// The tree's first slot in the value table.
        let firstSlot: Int
        /// The margin it adds to; nil: all.
        let output: Int?
    }

    /// The values of all slots, `leafWidth` numbers each.
    enum Values: Sendable {
        /// Added in float32.
        case single([Float])
        /// Added in float64.
        case double([Double])
    }

    /// The most rows that go down a tree together.
    static let blockRows = 64

    let packed: PackedForest
    let entries: [Entry]
    let values: Values

    /// Lays out the trees of `builder`.
    init(_ builder: TreeEnsembleBuilder, arithmetic: Arithmetic) {
        var packed = PackedForest()
        var entries: [Entry] = []
        var values: [Double] = []
        for tree in builder.trees {
            let firstSlot = values.count / builder.leafWidth
            if let index = packed.append(tree, of: builder.nodes) {
                entries.append(Entry(traversal: .packed(index), firstSlot: firstSlot, output: tree.output))
                for node in packed.order { values.append(contentsOf: builder.values(ofSlot: node)) }
            } else {
                let traversal = Traversal.walk(root: tree.nodes.lowerBound)
                entries.append(Entry(traversal: traversal, firstSlot: firstSlot, output: tree.output))
                for node in tree.nodes { values.append(contentsOf: builder.values(ofSlot: node)) }
            }
        }
        packed.finish()
        self.packed = packed
        self.entries = entries
        switch arithmetic {
        case .single: self.values = .single(values.map { Float($0) })
        case .double: self.values = .double(values)
        }
    }

    /// The number of rows whose columns stay in the first-level cache together.
    var rowsPerBlock: Int { max(8, min(Self.blockRows, 1 << 14 / max(1, packed.columns.count) / 8 * 8)) }
}
