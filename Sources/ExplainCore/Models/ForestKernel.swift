/// The trees of an ensemble laid out for prediction: blocks of rows go down one tree after another.
///
/// There are three ways down: shallow trees are evaluated for 64 rows at once (``BinnedForest``), other trees, and all of them
/// for a few rows, are traversed without branches (``PackedForest``), and the rest, very large trees and those of ensembles
/// with very many category sets, is walked node by node.
/// Each way ends in a slot of the ensemble's value table; all of them come to the same leaf.
struct ForestKernel: Sendable {
    /// A tree as the kernel sees it.
    struct Entry: Sendable {
        /// The tree's number in the packed forest; nil: walk.
        let packed: Int?
        /// The tree's number in the binned forest; nil: not there.
        let binned: Int?
        /// Its root among the ensemble's nodes.
        let root: Int
        /// The tree's first slot in the value table, packed or walked.
        let firstSlot: Int
        /// Its first slot when it is evaluated on bins.
        let firstBinnedSlot: Int
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

    let packed: PackedForest
    let binned: BinnedForest
    let entries: [Entry]
    let values: Values
    /// Whether some tree needs the packed forest's columns even where tiles are used.
    let needsColumns: Bool

    /// Lays out the trees of `builder`.
    init(_ builder: TreeEnsembleBuilder, arithmetic: Arithmetic) {
        // Every category set in use is asked for every row, on a walk only those on the way are.
        let steps = builder.trees.reduce(0) { $0 + $1.depth }
        let allowsCategories = builder.categories.count <= steps
        var packed = PackedForest(allowsCategories: allowsCategories)
        packed.reserveCapacity(for: builder.trees)
        let candidates = builder.trees.filter { Self.isShallow($0, builder, allowsCategories) }
        var binned = BinnedForest(candidates, of: builder.nodes)
        var entries: [Entry] = []
        var slots: [Int32] = []
        slots.reserveCapacity(builder.nodes.count + binned.nodes.capacity)
        for tree in builder.trees {
            let firstSlot = slots.count
            let index = packed.append(tree, of: builder.nodes)
            slots.append(contentsOf: index == nil ? tree.nodes.map { Int32($0) } : packed.order)
            let firstBinnedSlot = slots.count
            var binnedIndex: Int?
            if binned.isWorthwhile, Self.isShallow(tree, builder, allowsCategories) {
                let (index, nodes) = binned.append(tree, of: builder.nodes)
                binnedIndex = index
                slots.append(contentsOf: nodes)
            }
            entries.append(
                Entry(
                    packed: index, binned: binnedIndex, root: tree.nodes.lowerBound, firstSlot: firstSlot,
                    firstBinnedSlot: firstBinnedSlot, output: tree.output))
        }
        packed.finish()
        binned.finish()
        self.packed = packed
        self.binned = binned
        self.entries = entries
        needsColumns = entries.contains { $0.binned == nil && $0.packed != nil }
        let table = builder.values(of: slots)
        switch arithmetic {
        case .single: values = .single(table.map { Float($0) })
        case .double: values = .double(table)
        }
    }

    private static func isShallow(
        _ tree: TreeEnsemble.Tree, _ builder: TreeEnsembleBuilder, _ allowsCategories: Bool
    ) -> Bool {
        guard tree.depth <= BinnedForest.maximumDepth else { return false }
        return allowsCategories || !tree.nodes.contains { builder.nodes.isCategorical($0) }
    }

    /// The most rows that go down the trees together: their columns stay in the second-level cache.
    var rowsPerBlock: Int {
        let bytes = max(4 * packed.width, binned.width)
        return max(8, min(256, (1 << 17) / bytes / 64 * 64))
    }

    /// Whether a block of `rows` rows is evaluated in tiles: fewer rows leave too many lanes of a tile empty.
    func usesTiles(for rows: Int) -> Bool { !binned.trees.isEmpty && rows >= Self.rowsWorthATile }

    /// How many of `rows` rows make the next block: a rest that is not worth a tile is left for later.
    func blockCount(_ rows: Int) -> Int {
        let rest = rows % BinnedForest.tileRows
        return usesTiles(for: rows) && rest < Self.rowsWorthATile && rest < rows ? rows - rest : rows
    }

    private static let rowsWorthATile = 16
}
