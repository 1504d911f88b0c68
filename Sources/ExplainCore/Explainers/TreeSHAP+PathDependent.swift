import Synchronization

extension TreeSHAP {
    /// Whether every node of the ensemble carries the training weight that passed it.
    public static func hasCovers(_ ensemble: TreeEnsemble) -> Bool {
        ensemble.nodes.cover.count == ensemble.nodes.count && !ensemble.nodes.cover.isEmpty
    }

    /// Computes the Shapley values of the game in which absent features follow the training rows' proportions.
    ///
    /// A leaf of value w on whose path the player j decides gives v(S) the product of w, o_j for the members (1 when x
    /// satisfies all its conditions, else 0) and z_j for the others (the product of its cover ratios). Below a node that no
    /// training row passed both ways have the proportion one half. See ``PathLayout`` for the integral that sums them up.
    ///
    /// The result has the same bits at any number of threads, with and without a cache, and in a batch. All methods that
    /// share a cache must have the same ensemble; without one the trees are laid out anew, which takes longer than the
    /// explanation of a row.
    ///
    /// - Complexity: O(nodes m) for paths with m players, in steps of four.
    /// - Throws: ``ExplainError/unsuitableData(_:)`` without covers, with covers that are negative or not finite, and when the
    ///   sums overflow; ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    public func pathDependent(
        instance: [Double], cache: PathLayoutCache? = nil, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        precondition(instance.count == ensemble.featureCount, "the instance has the model's width")
        try context.look()
        let layouts = try self.layouts(cache, context)
        let wanted = wantedMargins
        let parts = Mutex([TreeSums?](repeating: nil, count: layouts.pieces.count))
        let done = try ParallelLoop.run(pieces: layouts.pieces.count, context: context) { piece throws(ExplainError) in
            let layout = try layouts.layout(piece, of: self, context)
            var sums = TreeSums(margins: ensemble.marginCount, players: players.count)
            var kernel = PathRowKernel()
            try kernel.add(
                instance[...], layout, ensemble, wanted, players: players.count, context, to: &sums.values)
            sums.bases = layout.bases
            parts.withLock { $0[piece] = sums }
        }
        guard done == layouts.pieces.count else { throw .deadlineExceeded }
        var sums = TreeSums(margins: ensemble.marginCount, players: players.count)
        for part in parts.withLock({ $0 }) {
            if let part { sums.add(part) }
        }
        sums.fulls = ensemble.leafSums(instance.span, table: layouts.leafTable)
        return try attributions(sums)
    }

    /// The layouts of `cache`, or new ones.
    func layouts(_ cache: PathLayoutCache?, _ context: ComputeContext) throws(ExplainError) -> PathLayouts {
        if let cache { return try cache.layouts(of: self, context) }
        return try PathLayouts(self, maximumBytes: 0, context)
    }

    /// Holds the covers against what the path-dependent game needs of them.
    ///
    /// - Throws: ``ExplainError/unsuitableData(_:)``.
    func checkCovers() throws(ExplainError) {
        guard Self.hasCovers(ensemble) else {
            throw .unsuitableData("the model's trees carry no covers, the training weights of their nodes")
        }
        guard ensemble.nodes.cover.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
            throw .unsuitableData("a cover of the model's trees is negative or not a finite number")
        }
    }

    /// For each of the ensemble's margins whether it is explained.
    var wantedMargins: [Bool] {
        var wanted = [Bool](repeating: false, count: ensemble.marginCount)
        for margin in margins { wanted[margin] = true }
        return wanted
    }
}

extension TreeNodes {
    /// The share of the training rows at `parent` that goes on to `child`.
    ///
    /// Below a node that no training row passed both ways have the proportion one half.
    func ratio(_ parent: Int, _ child: Int) -> Double {
        let passed = cover[parent]
        return passed > 0 ? cover[child] / passed : 0.5
    }
}
