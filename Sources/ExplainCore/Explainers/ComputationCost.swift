/// What a computation costs beside the model's rows: steps of its own arithmetic, and memory that grows with the request.
///
/// Both are upper estimates in doubles, so that no request overflows them. The buffers of a thread are not counted: they
/// are bounded by some MiB each, whatever is asked for.
struct ComputationCost: Sendable, Equatable {
    /// Multiplications with an addition, or as long.
    var operations: Double
    /// Bytes held at once.
    var bytes: Double

    /// `bytes` as an integer, saturating.
    var wholeBytes: Int { Int(exactly: bytes.rounded(.up)) ?? .max }

    /// Values from the table of all coalitions.
    static func enumeration(players: Int, outputs: Int, interactions: Bool = false) -> ComputationCost {
        let values = coalitions(players) * Double(outputs)
        let plain = ComputationCost(operations: values * Double(players), bytes: bytesPerNumber * values)
        guard interactions else { return plain }
        // A quarter of the coalitions lack both players of a pair, and each of them is looked up with both, one and none.
        let pairs = values * Double(players) * Double(players) / 2
        return plain + ComputationCost(operations: pairs, bytes: interactionBytes(players: players, outputs: outputs))
    }

    /// A sample of `evaluations` coalitions and the regression on its pairs; a sample of all coalitions is enumerated.
    static func kernelSHAP(
        players: Int, evaluations: Int, outputs: Int, estimator: Estimator
    ) -> ComputationCost {
        let pairs = max(0, evaluations / 2 - 1)
        let design = Double(pairs) * (bytesPerDraw + coalitionBytes(players))
        let process =
            estimator == .gpOdd ? oddProcess(players: players, pairs: pairs, outputs: outputs) : zero
        if Double(evaluations) == coalitions(players) {
            let all = enumeration(players: players, outputs: outputs)
            return ComputationCost(
                operations: all.operations + process.operations, bytes: 2 * all.bytes + design + process.bytes)
        }
        let (n, sampled, targets) = (Double(players), Double(pairs), Double(outputs))
        // Coalitions' values and their odd part; the Gram matrix gathers its memberships as bits.
        let values = sampled * (3 * bytesPerNumber * targets + n / 8)
        let mayBeShort = pairs < players || (estimator == .wls && pairs < 2 * players)
        // The Gram matrix, its factor and its inverse; or the rows, transposed, and two factors.
        let matrices = max(pairs < players - 1 ? 0 : 3 * n * n, mayBeShort ? 5 * sampled * n : 0)
        return ComputationCost(
            operations: pairRegression(players: players, pairs: pairs, outputs: outputs) + process.operations,
            bytes: design + values + bytesPerNumber * matrices + resultBytes(players: players, outputs: outputs)
                + process.bytes)
    }

    private static let zero = ComputationCost(operations: 0, bytes: 0)

    /// The Gaussian processes of all rounds: 15 settings, two factors and an inverse of the whole, some ten matrices at a
    /// time, and the values' deviations; what is spent before the last round is about as much again.
    private static func oddProcess(players: Int, pairs: Int, outputs: Int) -> ComputationCost {
        let fitted = Double(min(pairs, PairEstimate.mostPairs) + 1)
        let tuned = Double(min(pairs, OddProcessFit.mostTuningPairs) + 1)
        let told = fitted > Double(players + PairRegression.spareForErrors) ? fitted * Double(players) : 0
        let perOutput = 4 * (8 * tuned * tuned * tuned / 3 + fitted * fitted * fitted / 3) + 2 * fitted * told
        return ComputationCost(
            operations: Double(outputs) * perOutput, bytes: bytesPerNumber * (10 * fitted * fitted + told))
    }

    /// The steps of a regression on pairs and of its standard errors.
    static func pairRegression(players: Int, pairs: Int, outputs: Int) -> Double {
        let (n, sampled, targets) = (Double(players), Double(pairs), Double(outputs))
        let each = 2 * targets * sampled * n + targets * n * n
        guard pairs >= players - 1 else { return each + 4 * sampled * sampled * n }
        return each + sampled * n * n + 2 * n * n * n
    }

    /// Values that a model's parts give in so many steps; what it keeps of them is the model's own.
    static func closedForm(operations: Double, players: Int, outputs: Int) -> ComputationCost {
        ComputationCost(operations: operations, bytes: resultBytes(players: players, outputs: outputs))
    }

    /// A neighbourhood of `samples` rows and one surrogate an output.
    static func lime(players: Int, samples: Int, outputs: Int, settings: SurrogateSettings) -> ComputationCost {
        let (n, rows, targets) = (Double(players), Double(samples), Double(outputs))
        let row = bytesPerDraw + coalitionBytes(players) + 2 * bytesPerNumber * targets
        return ComputationCost(
            operations: surrogates(
                players: players, samples: samples, outputs: outputs, selection: settings.selection ?? .automatic,
                limit: settings.featureLimit),
            // Moments, their Gram matrix, the penalised one, its factor and its inverse.
            bytes: rows * row + 5 * bytesPerNumber * n * n + resultBytes(players: players, outputs: outputs))
    }

    /// The limit of a surrogate: every combination of a player's bins at every node, the players of the path at every leaf.
    static func lime(
        limitOf ensemble: TreeEnsemble, players: Int, backgroundRows: Int, outputs: Int
    ) -> ComputationCost {
        let (rows, columns) = (Double(max(1, backgroundRows)), Double(ensemble.featureCount))
        let isGrouped = players < ensemble.featureCount
        let steps = ensemble.trees.reduce(0.0) { sum, tree in
            let depth = Double(min(tree.depth, players))
            return sum + Double(tree.nodes.count) * (rows * (isGrouped ? columns : 1) + depth)
        }
        // A bin with its bounds for every column of a background row; what a path has cut off is kept beside.
        let deepest = Double(ensemble.trees.reduce(0) { max($0, $1.depth) })
        let bytes = rows * columns * 2 * bytesPerBin + deepest * rows * 2 * bytesPerNumber
        return ComputationCost(
            operations: steps, bytes: bytes + resultBytes(players: players, outputs: outputs))
    }

    /// The steps of choosing players and fitting surrogates to them, with their standard errors.
    static func surrogates(
        players: Int, samples: Int, outputs: Int, selection: LIME.Selection, limit: Int?
    ) -> Double {
        let (n, rows, targets) = (Double(players), Double(samples), Double(outputs))
        let chosen = selected(players: players, selection: selection, limit: limit)
        return (1 + targets) * rows * n * n / 2 + targets * (3 * n * n * n + chosen)
    }

    /// The steps of choosing players beyond those of one regression on all.
    private static func selected(players: Int, selection: LIME.Selection, limit: Int?) -> Double {
        guard let limit else { return 0 }
        let n = Double(players)
        if selection == .lassoPath {
            let (active, steps) = (
                Double(min(players, LassoPath.mostSteps)), Double(min(2 * players, LassoPath.mostSteps))
            )
            return steps * active * (n + 4 * active)
        }
        // A regression on one to `limit` players for every player that may come next.
        guard limit < players, selection.isForward(limit: limit) else { return 0 }
        let most = Double(limit)
        return n * most * most * (most * most / 24 + most / 2 + 1)
    }

    static func + (left: ComputationCost, right: ComputationCost) -> ComputationCost {
        ComputationCost(operations: left.operations + right.operations, bytes: left.bytes + right.bytes)
    }

    static let bytesPerNumber = 8.0
    private static let bytesPerBin = Double(MemoryLayout<TabularBin>.stride)
    /// A coalition with its weight, while it is drawn among others, shuffled and kept.
    private static let bytesPerDraw = 192.0

    /// 2^players, infinity beyond a double.
    private static func coalitions(_ players: Int) -> Double {
        players < 1024 ? Double(sign: .plus, exponent: players, significand: 1) : .infinity
    }

    /// The words of a coalition beyond its first, in an array that has grown.
    private static func coalitionBytes(_ players: Int) -> Double {
        players > 64 ? 48 + 2 * bytesPerNumber * Double((players - 1) / 64) : 0
    }

    /// Values and errors, as they are computed and as they are handed on.
    static func resultBytes(players: Int, outputs: Int) -> Double {
        6 * bytesPerNumber * Double(players) * Double(outputs)
    }
}
