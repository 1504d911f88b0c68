import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension LIME {
    /// What the sampled surrogate of a tree ensemble's margins tends to as the sample grows, without sampling.
    ///
    /// Players are drawn independently and the kernel is a product over them, so that the Gram matrix of the memberships is
    /// diagonal in the limit, and the penalty vanishes beside it: coefficient j is E_w[f | z_j = 1] - E_w[f | z_j = 0] under
    /// the draws weighted by the kernel, which sums over leaves give exactly (``LIMELimitWalk``). The intercept is
    /// E_w[f] - sum_j coefficient_j P_w(z_j = 1) over the chosen players. There is no R^2, which needs E_w[f^2], a sum over
    /// pairs of leaves. A player that always keeps its combination has the coefficient 0. Players whose combination the
    /// background lacks differ in one row only, the instance itself: as the ridge regression does, they share what the
    /// others leave of the prediction, each r / (count + penalty).
    ///
    /// `predictions` holds the model's own answers, one for each of `outputs`, which follow from the ensemble's margins.
    ///
    /// - Complexity: O(nodes * background rows + leaves * depth) at worst; five bins a column make nodes * 5 of the former.
    /// - Throws: ``ExplainError/unsuitableData(_:)`` when a column that is drawn as a number is split by categories, and when
    ///   the sums overflow; ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    func limit(
        of ensemble: TreeEnsemble, schema: FeatureSchema, instance: [Double], background: Background, players: Players,
        outputs: [ClosedForm.Output], predictions: [Double], context: ComputeContext
    ) throws(ExplainError) -> [LocalSurrogate] {
        let table = TabularTable(instance: instance, schema: schema, background: background, players: players)
        try Self.check(ensemble, table, schema)
        let width = kernelWidth ?? 0.75 * Double(players.count).squareRoot()
        let changed = Self.weight(changed: 1, width: width)
        let kept = table.players.map { Self.kept($0, table.shares, changed: changed) }
        let sums = try Self.sums(ensemble, Set(outputs.map(\.margin)), table, kept, context)
        let surrogates = outputs.indices.map { position in
            let output = outputs[position]
            let first = output.margin * players.count
            // Adding 0 keeps a complement's zero from becoming -0.
            let slopes = sums.values[first..<(first + players.count)].map { 0 + output.factor * $0 }
            let mean = output.offset + output.factor * (ensemble.baseMargins[output.margin] + sums.bases[output.margin])
            return surrogate(slopes, mean: mean, kept: kept, prediction: predictions[position])
        }
        guard surrogates.allSatisfy(Self.isFinite) else {
            throw .unsuitableData("the model's outputs are so large that their differences overflow")
        }
        return surrogates
    }

    /// The chance under the kernel that a player keeps the instance's combination: every player that leaves it costs the
    /// factor `changed`.
    private static func kept(_ player: TabularTable.Player, _ shares: [Double], changed: Double) -> Double {
        guard let own = player.own else { return 0 }
        let others = Summation.sum(shares[player.combinations].enumerated().filter { $0.offset != own }.map(\.element))
        let share = shares[player.combinations.lowerBound + own]
        return share / (share + others * changed)
    }

    /// Chooses players and completes their coefficients.
    ///
    /// With a diagonal Gram matrix a player explains slope^2 kept (1 - kept), whoever else is chosen, and comes to the path
    /// of the lasso where the penalty is |slope| kept (1 - kept), for good.
    private func surrogate(_ slopes: [Double], mean: Double, kept: [Double], prediction: Double) -> LocalSurrogate {
        let absent = kept.indices.filter { kept[$0] == 0 }
        func left(_ chosen: [Int]) -> Double {
            prediction - chosen.reduce(mean) { $0 + slopes[$1] * (1 - kept[$1]) }
        }
        var chosen = Array(slopes.indices)
        if let featureLimit, featureLimit < chosen.count, selection != .all {
            let byWeight = selection != .lassoPath && !selection.isForward(limit: featureLimit)
            let shared = byWeight ? abs(left(chosen)) / (Double(absent.count) + Self.selectionPenalty) : 0
            let sizes = slopes.indices.map { player in
                if kept[player] == 0 { return shared }
                if byWeight { return abs(slopes[player]) }
                let variance = kept[player] * (1 - kept[player])
                return abs(slopes[player]) * (selection == .lassoPath ? variance : variance.squareRoot())
            }
            chosen = [Int](Self.largestFirst(sizes)[..<featureLimit])
        }
        let present = chosen.filter { kept[$0] > 0 }
        var coefficients = [Double](repeating: 0, count: slopes.count)
        for player in present { coefficients[player] = slopes[player] }
        let alone = chosen.filter { kept[$0] == 0 }
        for player in alone { coefficients[player] = left(present) / (Double(alone.count) + ridgePenalty) }
        let intercept = present.reduce(mean) { $0 - slopes[$1] * kept[$1] }
        return LocalSurrogate(
            coefficients: coefficients, standardErrors: nil, intercept: intercept, fit: nil, prediction: prediction)
    }

    /// The most pieces that trees are divided into: bounds the memory of their sums.
    private static let mostPieces = 64
    /// The fewest trees of a piece.
    private static let fewestTrees = 16

    /// The sums over the trees of `margins`, divided among threads in pieces that depend on nothing but the ensemble.
    private static func sums(
        _ ensemble: TreeEnsemble, _ margins: Set<Int>, _ table: TabularTable, _ kept: [Double],
        _ context: ComputeContext
    ) throws(ExplainError) -> TreeSums {
        let trees = ensemble.trees
        let treesPerPiece = max(fewestTrees, (trees.count + mostPieces - 1) / mostPieces)
        let pieces = (trees.count + treesPerPiece - 1) / treesPerPiece
        let parts = Mutex([TreeSums?](repeating: nil, count: pieces))
        let done = try ParallelLoop.run(pieces: pieces, context: context) { piece throws(ExplainError) in
            let start = piece * treesPerPiece
            var walk = LIMELimitWalk(ensemble, table: table, kept: kept)
            for tree in trees[start..<min(start + treesPerPiece, trees.count)]
            where tree.output.map({ margins.contains($0) }) ?? true {
                try walk.add(tree, context)
            }
            let sums = walk.sums
            parts.withLock { $0[piece] = sums }
        }
        guard done == pieces else { throw .deadlineExceeded }
        var sums = TreeSums(margins: ensemble.marginCount, players: table.players.count)
        for part in parts.withLock({ $0 }) {
            if let part { sums.add(part) }
        }
        return sums
    }

    /// Refuses categorical splits of columns whose values are drawn within bins: a set of categories is no interval.
    private static func check(
        _ ensemble: TreeEnsemble, _ table: TabularTable, _ schema: FeatureSchema
    ) throws(ExplainError) {
        guard ensemble.nodes.hasCategories else { return }
        var isContinuous = [Bool](repeating: false, count: schema.count)
        for player in table.players {
            for (offset, bin) in table.bins(of: player).enumerated() where bin.isContinuous {
                isContinuous[player.columns[offset % player.columns.count]] = true
            }
        }
        for tree in ensemble.trees {
            for node in tree.nodes where ensemble.nodes.isCategorical(node) {
                let column = Int(ensemble.nodes.feature[node])
                guard isContinuous[column] else { continue }
                throw .unsuitableData(
                    "the model splits \(schema.features[column].name) by categories, but it is declared a number: "
                        + "declare its type codes, or use estimator sampled")
            }
        }
    }
}
