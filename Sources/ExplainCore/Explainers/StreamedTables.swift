/// Tables of one tree at a time, for a batch of rows: memory that every tree's tables take in turn.
struct StreamedTables {
    /// The most that one tree's tables may take.
    static let mostBytes = 8 << 20

    /// The memory.
    let memory: PatternMemory
    private var builder: PatternTableBuilder

    /// Takes memory for the largest of `forest`'s trees that is not too large.
    init(_ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground) {
        builder = PatternTableBuilder(forest, method, background)
        memory = PatternMemory(
            count: forest.trees.reduce(0) { Self.takes($1) ? max($0, $1.memoryPairs) : $0 })
    }

    private static func takes(_ tree: PatternTree) -> Bool {
        tree.canHaveTables && PatternMemory.bytes(tree.memoryPairs) <= mostBytes
    }

    /// Builds the tables of a tree in place of those of the one before, unless they are too large.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    mutating func build(_ tree: PatternTree, _ context: ComputeContext) throws(ExplainError) -> Bool {
        guard Self.takes(tree) else { return false }
        memory.clear(tree.memoryPairs)
        try builder.build(tree, memory, firstPair: 0, context: context)
        return true
    }
}
