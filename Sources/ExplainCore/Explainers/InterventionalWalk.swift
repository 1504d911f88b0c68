/// Walks trees with an instance x and a background row b at once, and adds up what each leaf gives to the players.
///
/// A hybrid row takes each player's columns from x or from b. Where both would go the same way nothing is decided; where they
/// part, the walk forks, and below the player is x's on one branch and b's on the other. A leaf that is reached with p
/// players of x and n of b is the leaf of exactly the coalitions with all of the p and none of the n, a cube
/// (``Cube``, ``ShapleyWeights``). Forks that cannot be reached are never opened (Lundberg et al. 2020, "From local explanations to
/// global understanding with explainable AI for trees", Nature Machine Intelligence 2, algorithm 3).
struct InterventionalWalk<Sums: CubeSums> {
    /// A branch still to be walked: as it was at the fork, with `player` taken from the background row.
    private struct Fork {
        let node: Int
        let decided: Int
        let player: Int
    }

    private(set) var sums: Sums
    private let ensemble: TreeEnsemble
    private let owners: [Int]
    private let instance: [Float]
    private var cube: Cube
    private var forks: [Fork] = []

    init(_ method: TreeSHAP, instance: [Float], sums: Sums) {
        ensemble = method.ensemble
        owners = method.owners
        self.instance = instance
        cube = Cube(players: method.players.count)
        self.sums = sums
    }

    /// Adds what the leaves of `tree` give against row `row` of `rows`.
    mutating func add(_ tree: TreeEnsemble.Tree, against rows: MergedRows, _ row: Int) {
        let weight = rows.weights[row]
        let first = row * rows.width
        var next = tree.nodes.lowerBound
        while true {
            let leaf = descend(from: next, rows.storage, first)
            sums.add(cube, leaf: leaf, of: tree, weight: weight)
            guard let fork = forks.popLast() else { break }
            cube.undo(to: fork.decided)
            cube.decide(fork.player, .background)
            next = fork.node
        }
        cube.undo(to: 0)
    }

    /// Goes down to a leaf, on the instance's side of every fork.
    private mutating func descend(from start: Int, _ rows: [Float], _ first: Int) -> Int {
        var node = start
        while ensemble.nodes.left[node] >= 0 {
            let column = Int(ensemble.nodes.feature[node])
            let player = owners[column]
            switch cube.sides[player] {
            case .instance: node = ensemble.child(of: node, for: instance[column])
            case .background: node = ensemble.child(of: node, for: rows[first + column])
            case .open:
                let own = ensemble.child(of: node, for: instance[column])
                let other = ensemble.child(of: node, for: rows[first + column])
                if own != other {
                    forks.append(Fork(node: other, decided: cube.decided.count, player: player))
                    cube.decide(player, .instance)
                }
                node = own
            }
        }
        return node
    }
}
