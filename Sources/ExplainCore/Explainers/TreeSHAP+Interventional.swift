import Synchronization

extension TreeSHAP {
    /// Computes the Shapley values of v(S) = sum_b w_b f(x_S, b_rest).
    ///
    /// The game of a leaf and a background row is a cube of coalitions; ``BackgroundWalk`` finds those that are not empty, for
    /// all rows at once, and ``InterventionalWalk`` in trees whose paths have many players. Rows that the model cannot tell
    /// apart are merged. The result has the same bits at any number of threads.
    ///
    /// - Complexity: O(rows x nodes x players on a path) at worst; where instance and row agree, a walk does not fork.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``; ``ExplainError/unsuitableData(_:)`` when
    ///   the sums overflow.
    public func interventional(
        instance: [Double], background: Background, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        try interventional(instance: instance, background: background, cache: nil, context: context)
    }

    /// The sums of values over `trees` by ``InterventionalWalk``, rows divided among threads.
    func directSums(
        _ trees: [TreeEnsemble.Tree], instance: [Float], rows: MergedRows, index: AttributionIndex = .shapley,
        _ context: ComputeContext
    ) throws(ExplainError) -> TreeSums {
        try walked(
            trees, instance: instance, rows: rows, pieces: Self.pieces, sums: PlayerCubeSums(self, index: index),
            context
        ).sums
    }

    /// What `sums`, which are zero, become over `trees`, with the rows divided into at most so many pieces for threads.
    func walked<Sums: CubeSums>(
        _ trees: [TreeEnsemble.Tree], instance: [Float], rows: MergedRows, pieces mostPieces: Int, sums: Sums,
        _ context: ComputeContext
    ) throws(ExplainError) -> Sums {
        guard !trees.isEmpty else { return sums }
        let rowsPerPiece = max(Self.smallestPiece, (rows.count + mostPieces - 1) / mostPieces)
        let pieces = (rows.count + rowsPerPiece - 1) / rowsPerPiece
        let parts = Mutex([Sums?](repeating: nil, count: pieces))
        let done = try ParallelLoop.run(pieces: pieces, context: context) { piece throws(ExplainError) in
            let start = piece * rowsPerPiece
            var walk = InterventionalWalk(self, instance: instance, sums: sums)
            for tree in trees {
                for row in start..<min(start + rowsPerPiece, rows.count) {
                    try context.look()
                    walk.add(tree, against: rows, row)
                }
            }
            let sums = walk.sums
            parts.withLock { $0[piece] = sums }
        }
        guard done == pieces else { throw .deadlineExceeded }
        var total = sums
        for part in parts.withLock({ $0 }) {
            if let part { total.add(part) }
        }
        return total
    }

    /// The most pieces that rows are divided into: bounds the memory of their sums.
    static let pieces = 64
    /// The fewest rows of a piece: they take turns at a tree while it is in the cache.
    private static let smallestPiece = 16
}
