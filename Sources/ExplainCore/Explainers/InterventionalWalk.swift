/// Walks trees with an instance x and a background row b at once, and adds what each leaf gives to the players.
///
/// A hybrid row takes each player's columns from x or from b. Where both would go the same way nothing is decided; where they
/// part, the walk forks, and below the player is x's on one branch and b's on the other. A leaf that is reached with p
/// players of x and n of b is the leaf of exactly the coalitions with all of the p and none of the n, a cube
/// (``ShapleyWeights``). Forks that cannot be reached are never opened (Lundberg et al. 2020, "From local explanations to
/// global understanding with explainable AI for trees", Nature Machine Intelligence 2, algorithm 3).
struct InterventionalWalk {
    private enum Side: UInt8 {
        case open
        case instance
        case background
    }

    /// A branch still to be walked: as it was at the fork, with `player` taken from the background row.
    private struct Fork {
        let node: Int
        let decided: Int
        let player: Int
    }

    private(set) var sums: TreeSums
    private let ensemble: TreeEnsemble
    private let owners: [Int]
    private let playerCount: Int
    private let instance: [Float]
    private let weights = ShapleyWeights()
    /// Whose columns each player has.
    private var sides: [Side]
    /// The players that are decided, in the order of the forks.
    private var decided: [Int] = []
    /// How many of them are the instance's.
    private var instanceCount = 0
    private var forks: [Fork] = []

    init(_ method: TreeSHAP, instance: [Float]) {
        ensemble = method.ensemble
        owners = method.owners
        playerCount = method.players.count
        self.instance = instance
        sides = [Side](repeating: .open, count: playerCount)
        sums = TreeSums(margins: ensemble.marginCount, players: playerCount)
    }

    /// Adds the attributions of `tree` against row `row` of `rows`.
    mutating func add(_ tree: TreeEnsemble.Tree, against rows: MergedRows, _ row: Int) {
        let weight = rows.weights[row]
        let first = row * rows.width
        var next = tree.nodes.lowerBound
        while true {
            let leaf = descend(from: next, rows.storage, first)
            addLeaf(leaf, of: tree, weight)
            guard let fork = forks.popLast() else { break }
            undo(to: fork.decided)
            decide(fork.player, .background)
            next = fork.node
        }
        undo(to: 0)
    }

    /// Goes down to a leaf, on the instance's side of every fork.
    private mutating func descend(from start: Int, _ rows: [Float], _ first: Int) -> Int {
        var node = start
        while ensemble.nodes.left[node] >= 0 {
            let column = Int(ensemble.nodes.feature[node])
            let player = owners[column]
            switch sides[player] {
            case .instance: node = ensemble.child(of: node, for: instance[column])
            case .background: node = ensemble.child(of: node, for: rows[first + column])
            case .open:
                let own = ensemble.child(of: node, for: instance[column])
                let other = ensemble.child(of: node, for: rows[first + column])
                if own != other {
                    forks.append(Fork(node: other, decided: decided.count, player: player))
                    decide(player, .instance)
                }
                node = own
            }
        }
        return node
    }

    private mutating func decide(_ player: Int, _ side: Side) {
        sides[player] = side
        decided.append(player)
        if side == .instance { instanceCount += 1 }
    }

    private mutating func undo(to count: Int) {
        while decided.count > count, let player = decided.popLast() {
            if sides[player] == .instance { instanceCount -= 1 }
            sides[player] = .open
        }
    }

    private mutating func addLeaf(_ leaf: Int, of tree: TreeEnsemble.Tree, _ weight: Double) {
        let (own, others) = (instanceCount, decided.count - instanceCount)
        let gain = own > 0 ? weights.share(own: own, others: others) : 0
        let loss = others > 0 ? -weights.share(own: others, others: own) : 0
        let slot = Int(ensemble.nodes.right[leaf]) * ensemble.leafWidth
        for offset in 0..<ensemble.leafWidth {
            let margin = tree.output ?? offset
            let value = weight * ensemble.leafValues[slot + offset]
            if own == 0 { sums.bases[margin] += value }
            if others == 0 { sums.fulls[margin] += value }
            let (up, down) = (value * gain, value * loss)
            let start = margin * playerCount
            for player in decided { sums.values[start + player] += sides[player] == .instance ? up : down }
        }
    }
}
