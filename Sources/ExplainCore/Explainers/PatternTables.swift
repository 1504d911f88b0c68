/// The tables of some trees, for one background: what each cell gives for every pattern, leaf values included.
///
/// An explanation reads one row of numbers a cell, whatever the number of background rows (the idea of Nadel & Wettenstein
/// 2025, "From Decision Trees to Boolean Logic: A Fast and Unified SHAP Algorithm"). A cell's table holds a row for every
/// pattern of the players above and, at a bottom, of its own decision; in it one number for each player on the path.
struct PatternTables: Sendable {
    /// The tables of one tree.
    struct Table: Sendable {
        /// The numbers, perhaps of other trees as well.
        let memory: PatternMemory
        /// The tree's first pair among them.
        let firstPair: Int
        /// What the tree adds to the empty coalition's value, one number an output.
        let bases: [Double]
    }

    /// Where the tables of trees are to be.
    struct Plan: Sendable {
        /// The first pair of each tree's tables; nil for trees that are to have none.
        var firstPairs: [Int?]
        /// The pairs of all tables.
        var pairs = 0

        /// Plans tables in memory of at most `maximumBytes`, what building takes besides included, the smallest trees first.
        init(_ forest: PatternForest, maximumBytes: Int) {
            firstPairs = [Int?](repeating: nil, count: forest.trees.count)
            let limit = maximumBytes / MemoryLayout<SIMD2<Double>>.stride
            let order = forest.trees.indices.sorted {
                (forest.trees[$0].tablePairs, $0) < (forest.trees[$1].tablePairs, $1)
            }
            for position in order {
                let tree = forest.trees[position]
                guard tree.canHaveTables, tree.tablePairs + 2 * tree.largestTablePairs <= limit - pairs else { break }
                firstPairs[position] = pairs
                // Tables begin at whole lines of the processor's cache.
                pairs += (tree.tablePairs + 3) / 4 * 4
            }
        }
    }

    /// The tables of each tree; nil where a tree has none.
    let trees: [Table?]

    /// The memory that all trees' tables take, and what building them takes besides.
    static func neededBytes(_ forest: PatternForest) -> Int {
        let trees = forest.trees.filter(\.canHaveTables)
        let largest = trees.reduce(0) { max($0, $1.largestTablePairs) }
        return PatternMemory.bytes(trees.reduce(2 * largest) { $0 + ($1.tablePairs + 3) / 4 * 4 })
    }

    /// Builds the planned tables in `memory`, which holds zeros.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    init(
        _ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground, _ plan: Plan,
        _ memory: PatternMemory, context: ComputeContext
    ) throws(ExplainError) {
        var builder = PatternTableBuilder(forest, method, background)
        var trees: [Table?] = []
        for (tree, firstPair) in zip(forest.trees, plan.firstPairs) {
            try context.look()
            guard let firstPair else {
                trees.append(nil)
                continue
            }
            trees.append(try builder.build(tree, memory, firstPair: firstPair, context: context))
        }
        self.trees = trees
    }
}
