/// Tables of one tree at a time, for a batch of rows: memory that every tree's tables take in turn.
struct StreamedTables {
    /// The most that one tree's tables may take.
    static let mostBytes = 8 << 20

    private let memory: PatternMemory
    private var builder: PatternTableBuilder

    /// Takes memory for the largest of `forest`'s trees that is not too large.
    init(_ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground) {
        builder = PatternTableBuilder(forest, method, background)
        memory = PatternMemory(
            count: forest.trees.reduce(0) { Self.takes($1) ? max($0, $1.tablePairs) : $0 })
    }

    private static func takes(_ tree: PatternTree) -> Bool { tree.canHaveTables && tree.tableBytes <= mostBytes }

    /// Builds the tables of a tree in place of those of the one before; nil when they are too large.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    mutating func table(_ tree: PatternTree, _ context: ComputeContext) throws(ExplainError) -> PatternTables.Table? {
        guard Self.takes(tree) else { return nil }
        memory.clear(tree.tablePairs)
        return try builder.build(tree, memory, firstPair: 0, context: context)
    }
}
