import Synchronization

extension TreeSHAP {
    /// Computes the pairwise Shapley interaction indices of the game of ``pathDependent(instance:cache:context:)``: for each
    /// explained margin a symmetric matrix of players x players with a zero diagonal.
    ///
    /// ``Attributions/interactionMatrix(of:sign:)`` makes of them and the values what shap and XGBoost call interaction
    /// values. The result has the same bits at any number of threads.
    ///
    /// - Complexity: O(nodes m^2) for paths with m players, in steps of four, and O(players^2) a margin.
    /// - Throws: as ``pathDependent(instance:cache:context:)`` does.
    public func pathDependentInteractions(
        instance: [Double], context: ComputeContext
    ) throws(ExplainError) -> [Matrix] {
        precondition(instance.count == ensemble.featureCount, "the instance has the model's width")
        try context.look()
        try checkCovers()
        let trees = explained(ensemble.trees)
        let most = PairCubeSums.pieces(players: players.count, margins: margins.count)
        let treesPerPiece = max(Self.fewestTrees, (trees.count + most - 1) / most)
        let pieces = (trees.count + treesPerPiece - 1) / treesPerPiece
        let parts = Mutex([[Double]](repeating: [], count: pieces))
        let own = ensemble.read(instance)
        let done = try ParallelLoop.run(pieces: pieces, context: context) { piece throws(ExplainError) in
            var walk = PathInteractionWalk(self, instance: own)
            let start = piece * treesPerPiece
            for tree in trees[start..<min(start + treesPerPiece, trees.count)] {
                try context.look()
                try walk.add(tree, context)
            }
            let values = walk.values
            parts.withLock { $0[piece] = values }
        }
        guard done == pieces else { throw .deadlineExceeded }
        var sums = [Double](repeating: 0, count: margins.count * players.count * players.count)
        for part in parts.withLock({ $0 }) {
            for (index, value) in part.enumerated() { sums[index] += value }
        }
        guard sums.allSatisfy(\.isFinite) else {
            throw .unsuitableData("the model's outputs are so large that their differences overflow")
        }
        return margins.indices.map { symmetric(sums, row: $0) }
    }

    private func symmetric(_ sums: [Double], row: Int) -> Matrix {
        let count = players.count
        var matrix = Matrix(rows: count, columns: count)
        for first in 0..<count {
            for second in 0..<first {
                let start = row * count * count
                let index = sums[start + first * count + second] + sums[start + second * count + first]
                matrix[first, second] = index
                matrix[second, first] = index
            }
        }
        return matrix
    }

    /// The fewest trees of a piece.
    private static let fewestTrees = 16
}
