/// Walks trees down and up again at the points of a quadrature rule, and adds what each node gives to pairs of players in the
/// path-dependent game.
///
/// A leaf of value w has the interaction index w Int_0^1 (o_i - z_i) (o_j - z_j) prod_{k != i, j} F_k(t) dt for two players on
/// its path, the product of all F times d_i d_j with d = (o - z) / F. An edge that changes d of its player changes that
/// product by d_j of every other player above it, times what ``PathLayout`` says of the edge's part in the values.
struct PathInteractionWalk {
    private typealias Lanes = SIMD4<Double>

    /// A player on the way to a node.
    private struct Step {
        let player: Int
        /// The product of its ratios.
        var share: Double
        /// Whether the instance satisfies all its conditions.
        var isSatisfied: Bool
        /// (o - z) / F at each point.
        var slant: Lanes

        init(player: Int, share: Double, isSatisfied: Bool, at points: Lanes) {
            self.player = player
            self.share = share
            self.isSatisfied = isSatisfied
            // With o = 0 a share of zero is cancelled: no leaf below counts.
            slant = isSatisfied ? (1 - share) / (share + points * (1 - share)) : -1 / (1 - points)
        }
    }

    /// An inner node on the way down.
    private struct Frame {
        let node: Int
        /// Where its player stands among the steps, and how it was there; nil: it comes in here.
        let position: Int
        let before: Step?
        let ratios: (left: Double, right: Double)
        let fractions: (left: Lanes, right: Lanes)
        let gains: (left: Double, right: Double)
        let goesLeft: Bool
        let factor: PathLayout.Factor
        let above: Lanes
        /// What came up from the left; nil: that is still to be walked.
        var left: Lanes?
    }

    /// One number a margin and ordered pair; a pair's index is the sum of both orders.
    private(set) var values: [Double]
    private let method: TreeSHAP
    private let instance: [Float]
    /// The row of each margin among the explained ones; -1 for others.
    private let rows: [Int]
    private var steps: [Step] = []
    /// Where each player stands among the steps; -1: nowhere.
    private var positions: [Int]
    private var frames: [Frame] = []
    private var rules: [Int: PathRule] = [:]
    private var nodesSinceCheckpoint = 0

    private static let nodesPerCheckpoint = 1 << 14

    init(_ method: TreeSHAP, instance: [Float]) {
        self.method = method
        self.instance = instance
        var rows = [Int](repeating: -1, count: method.ensemble.marginCount)
        for (row, margin) in method.margins.enumerated() { rows[margin] = row }
        self.rows = rows
        let count = method.players.count
        positions = [Int](repeating: -1, count: count)
        values = [Double](repeating: 0, count: method.margins.count * count * count)
    }

    /// Adds the interactions in `tree`.
    ///
    /// - Throws: ``ExplainError/cancelled`` or ``ExplainError/deadlineExceeded``.
    mutating func add(_ tree: TreeEnsemble.Tree, _ context: ComputeContext) throws(ExplainError) {
        let size = PathRule.size(players: min(tree.depth, method.players.count))
        let rule = rules[size] ?? PathRule(count: size)
        rules[size] = rule
        for block in rule.blocks {
            for offset in 0..<(tree.output == nil ? method.ensemble.leafWidth : 1) {
                let row = rows[tree.output ?? offset]
                if row >= 0 {
                    try walk(tree, block, offset, row * method.players.count * method.players.count, context)
                }
            }
        }
    }

    private mutating func walk(
        _ tree: TreeEnsemble.Tree, _ block: PathRule.Block, _ offset: Int, _ first: Int, _ context: ComputeContext
    ) throws(ExplainError) {
        let ensemble = method.ensemble
        var (node, above) = (tree.nodes.lowerBound, block.weights)
        while true {
            while ensemble.nodes.left[node] >= 0 { (node, above) = enter(node, above, block.nodes) }
            let leaf = Int(ensemble.nodes.right[node]) * ensemble.leafWidth + offset
            guard let next = climb(Lanes(repeating: ensemble.leafValues[leaf]), block.nodes, first) else { return }
            (node, above) = next
            nodesSinceCheckpoint += 1
            if nodesSinceCheckpoint == Self.nodesPerCheckpoint {
                nodesSinceCheckpoint = 0
                try context.look()
            }
        }
    }

    /// Begins a node and goes to the left.
    private mutating func enter(_ node: Int, _ above: Lanes, _ points: Lanes) -> (node: Int, above: Lanes) {
        let nodes = method.ensemble.nodes
        let (left, right) = (Int(nodes.left[node]), Int(nodes.right[node]))
        let column = Int(nodes.feature[node])
        let player = method.owners[column]
        let before = positions[player] >= 0 ? steps[positions[player]] : nil
        let ratios = (left: nodes.ratio(node, left), right: nodes.ratio(node, right))
        let goesLeft = method.ensemble.child(of: node, for: instance[column]) == left
        let factor = PathLayout.Factor(share: before?.share ?? 1, at: points)
        let own = before?.isSatisfied ?? true ? 1.0 : 0.0
        let gains = (left: own * ((goesLeft ? 1 : 0) - ratios.left), right: own * ((goesLeft ? 0 : 1) - ratios.right))
        let fractions = (
            left: ratios.left + factor.slope * gains.left, right: ratios.right + factor.slope * gains.right
        )
        if before == nil {
            positions[player] = steps.count
            steps.append(Step(player: player, share: 1, isSatisfied: true, at: points))
        }
        frames.append(
            Frame(
                node: node, position: positions[player], before: before, ratios: ratios, fractions: fractions,
                gains: gains, goesLeft: goesLeft, factor: factor, above: above))
        steps[positions[player]] = Step(
            player: player, share: (before?.share ?? 1) * ratios.left,
            isSatisfied: before?.isSatisfied ?? true && goesLeft, at: points)
        return (left, above * fractions.left)
    }

    /// Takes what a subtree gives up to the next node with a right child to walk; nil: the tree is done.
    private mutating func climb(_ value: Lanes, _ points: Lanes, _ first: Int) -> (node: Int, above: Lanes)? {
        var value = value
        while var frame = frames.popLast() {
            let player = steps[frame.position].player
            guard let left = frame.left else {
                frame.left = value
                steps[frame.position] = Step(
                    player: player, share: (frame.before?.share ?? 1) * frame.ratios.right,
                    isSatisfied: frame.before?.isSatisfied ?? true && !frame.goesLeft, at: points)
                frames.append(frame)
                return (Int(method.ensemble.nodes.right[frame.node]), frame.above * frame.fractions.right)
            }
            if let before = frame.before {
                steps[frame.position] = before
            } else {
                steps.removeLast()
                positions[player] = -1
            }
            let part = frame.above * frame.factor.density * (left * frame.gains.left + value * frame.gains.right)
            let start = first + player * method.players.count
            for step in steps where step.player != player { values[start + step.player] += (part * step.slant).sum() }
            value = frame.fractions.left * left + frame.fractions.right * value
        }
        return nil
    }
}
