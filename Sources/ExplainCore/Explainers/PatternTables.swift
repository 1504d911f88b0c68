/// The tables of some trees, for one background: what each cell gives for every pattern, leaf values included.
///
/// An explanation reads one row of numbers a cell, whatever the number of background rows (the idea of Nadel & Wettenstein
/// 2025, "From Decision Trees to Boolean Logic: A Fast and Unified SHAP Algorithm"). A cell's table holds a row for every
/// pattern of the players above and, at a bottom, of its own decision; in it one number for each player on the path.
struct PatternTables: Sendable {
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
                guard tree.canHaveTables, tree.memoryPairs + 2 * tree.largestTablePairs <= limit - pairs else { break }
                firstPairs[position] = pairs
                pairs += tree.memoryPairs
            }
        }
    }

    /// The first pair of each tree's tables in the memory; -1 where a tree has none.
    let firstPairs: FixedBuffer<Int>
    /// The numbers.
    let memory: PatternMemory

    /// Whether all trees have tables.
    var areComplete: Bool { (0..<firstPairs.count).allSatisfy { firstPairs[$0] >= 0 } }

    /// The memory that all trees' tables take, and what building them takes besides.
    static func neededBytes(_ forest: PatternForest) -> Int {
        let trees = forest.trees.filter(\.canHaveTables)
        let largest = trees.reduce(0) { max($0, $1.largestTablePairs) }
        return PatternMemory.bytes(trees.reduce(2 * largest) { $0 + $1.memoryPairs })
    }

    /// Builds the planned tables in `memory`, which holds zeros.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    init(
        _ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground, _ plan: Plan,
        _ memory: PatternMemory, context: ComputeContext
    ) throws(ExplainError) {
        var builder = PatternTableBuilder(forest, method, background)
        for (tree, firstPair) in zip(forest.trees, plan.firstPairs) {
            try context.look()
            if let firstPair { try builder.build(tree, memory, firstPair: firstPair, context: context) }
        }
        firstPairs = FixedBuffer(plan.firstPairs.map { $0 ?? -1 })
        self.memory = memory
    }
}
