import Synchronization

extension TreeSHAP {
    /// Whether every node of the ensemble carries the training weight that passed it.
    public static func hasCovers(_ ensemble: TreeEnsemble) -> Bool {
        ensemble.nodes.cover.count == ensemble.nodes.count && !ensemble.nodes.cover.isEmpty
    }

    /// Computes the Shapley values of the game in which absent features follow the training rows' proportions.
    ///
    /// A leaf of value w on whose path the player j decides gives v(S) the product of w, o_j for the members (1 when x
    /// satisfies all its conditions, else 0) and c_j for the others (the product of its cover ratios). Its Shapley values are
    /// phi_i = w (o_i - c_i) Int_0^1 prod_{j != i} (c_j + t (o_j - c_j)) dt, a polynomial that Gauss-Legendre quadrature
    /// integrates exactly. Below a node that no training row passed both ways have the proportion one half.
    ///
    /// - Complexity: O(leaves m^2) for paths with m players.
    /// - Throws: ``ExplainError/unsuitableData(_:)`` without covers, with covers that are negative or not finite, and when the
    ///   sums overflow; ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    public func pathDependent(instance: [Double], context: ComputeContext) throws(ExplainError) -> Attributions {
        precondition(instance.count == ensemble.featureCount, "the instance has the model's width")
        try context.look()
        guard Self.hasCovers(ensemble) else {
            throw .unsuitableData("the model's trees carry no covers, the training weights of their nodes")
        }
        guard ensemble.nodes.cover.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw .unsuitableData("a cover of the model's trees is negative or not a finite number")
        }
        let trees = explained(ensemble.trees)
        let own = instance.map { Float($0) }
        let treesPerPiece = max(Self.fewestTrees, (trees.count + Self.mostPieces - 1) / Self.mostPieces)
        let pieces = (trees.count + treesPerPiece - 1) / treesPerPiece
        let parts = Mutex([TreeSums?](repeating: nil, count: pieces))
        let done = try ParallelLoop.run(pieces: pieces, context: context) { piece throws(ExplainError) in
            let start = piece * treesPerPiece
            var walk = PathDependentWalk(self, instance: own)
            for tree in trees[start..<min(start + treesPerPiece, trees.count)] { try walk.add(tree, context) }
            let sums = walk.sums
            parts.withLock { $0[piece] = sums }
        }
        guard done == pieces else { throw .deadlineExceeded }
        var sums = TreeSums(margins: ensemble.marginCount, players: players.count)
        for part in parts.withLock({ $0 }) {
            if let part { sums.add(part) }
        }
        return try attributions(sums)
    }

    /// The most pieces that trees are divided into: bounds the memory of their sums.
    private static let mostPieces = 64
    /// The fewest trees of a piece.
    private static let fewestTrees = 16
}
