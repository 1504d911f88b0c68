/// Sums of the Owen values of cubes.
///
/// Derivation: player i of union k changes the game where the rest of the cube's conditions hold already. Of k's other members
/// that is the Shapley value among the p_k + n_k members of k that the cube names, (p_k - 1)! n_k! / (p_k + n_k)! for a player
/// of the p_k. Of the other unions, which join whole, it is the Shapley weight of the cube among unions: those with players of
/// the instance only must be in (p), those of the background only must not (n), and k decides. It is p! n! / (p + n + 1)!,
/// with k left out of p and n. A union named on both sides fits whole neither way, so that all others get nothing from the
/// cube, and with two such unions nobody does.
struct OwenCubeSums: CubeSums {
    /// How many of a union's players a cube names on each side.
    private struct Named {
        var own = 0
        var others = 0
    }

    private(set) var sums: TreeSums
    private let ensemble: TreeEnsemble
    private let playerCount: Int
    private let weights = ShapleyWeights()
    /// The union of each player.
    private let unions: [Int]
    /// The counts of each union; zero but for those that ``touched`` lists.
    private var named: [Named]
    private var touched: [Int] = []
    /// What each union's players gain and lose by the cube at hand.
    private var gains: [Double]
    private var losses: [Double]

    init(_ method: TreeSHAP, unions structure: CoalitionStructure) {
        ensemble = method.ensemble
        playerCount = method.players.count
        unions = structure.owners
        named = [Named](repeating: Named(), count: structure.unions.count)
        gains = [Double](repeating: 0, count: structure.unions.count)
        losses = gains
        sums = TreeSums(margins: ensemble.marginCount, players: playerCount)
    }

    mutating func add(_ cube: Cube, leaf: Int, of tree: TreeEnsemble.Tree, weight: Double) {
        let isWorthless = share(cube)
        let slot = Int(ensemble.nodes.right[leaf]) * ensemble.leafWidth
        for offset in 0..<ensemble.leafWidth {
            let margin = tree.output ?? offset
            let value = weight * ensemble.leafValues[slot + offset]
            if cube.own == 0 { sums.bases[margin] += value }
            if cube.others == 0 { sums.fulls[margin] += value }
            if isWorthless { continue }
            for player in cube.decided {
                let share = cube.sides[player] == .instance ? gains[unions[player]] : losses[unions[player]]
                sums.values[margin * playerCount + player] += value * share
            }
        }
    }

    mutating func add(_ other: OwenCubeSums) { sums.add(other.sums) }

    /// Works out what each union's players get; true: nobody gets anything.
    private mutating func share(_ cube: Cube) -> Bool {
        for player in cube.decided {
            let union = unions[player]
            if named[union].own + named[union].others == 0 { touched.append(union) }
            if cube.sides[player] == .instance { named[union].own += 1 } else { named[union].others += 1 }
        }
        defer {
            for union in touched { named[union] = Named() }
            touched.removeAll(keepingCapacity: true)
        }
        var (whole, absent, mixed) = (0, 0, 0)
        for union in touched {
            if named[union].others == 0 { whole += 1 } else if named[union].own == 0 { absent += 1 } else { mixed += 1 }
        }
        guard mixed < 2 else { return true }
        for union in touched {
            let (own, others) = (named[union].own, named[union].others)
            guard mixed == 0 || (own > 0 && others > 0) else {
                (gains[union], losses[union]) = (0, 0)
                continue
            }
            let outer = weights.share(
                own: 1 + whole - (others == 0 ? 1 : 0), others: absent - (own == 0 ? 1 : 0))
            gains[union] = own > 0 ? outer * weights.share(own: own, others: others) : 0
            losses[union] = others > 0 ? -outer * weights.share(own: others, others: own) : 0
        }
        return false
    }
}
