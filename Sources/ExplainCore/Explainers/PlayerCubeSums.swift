/// Sums of the Shapley or Banzhaf values of cubes.
struct PlayerCubeSums: CubeSums {
    private(set) var sums: TreeSums
    private let ensemble: TreeEnsemble
    private let playerCount: Int
    private let isBanzhaf: Bool
    private let weights = ShapleyWeights()

    init(_ method: TreeSHAP, index: AttributionIndex) {
        precondition(index != .owen, "Owen values need unions")
        ensemble = method.ensemble
        playerCount = method.players.count
        isBanzhaf = index == .banzhaf
        sums = TreeSums(margins: ensemble.marginCount, players: playerCount)
    }

    mutating func add(_ cube: Cube, leaf: Int, of tree: TreeEnsemble.Tree, weight: Double) {
        let (own, others) = (cube.own, cube.others)
        let gain = own > 0 ? share(own, others) : 0
        let loss = others > 0 ? -share(others, own) : 0
        let slot = Int(ensemble.nodes.right[leaf]) * ensemble.leafWidth
        for offset in 0..<ensemble.leafWidth {
            let margin = tree.output ?? offset
            let value = weight * ensemble.leafValues[slot + offset]
            if own == 0 { sums.bases[margin] += value }
            if others == 0 { sums.fulls[margin] += value }
            let (up, down) = (value * gain, value * loss)
            let start = margin * playerCount
            for player in cube.decided { sums.values[start + player] += cube.sides[player] == .instance ? up : down }
        }
    }

    mutating func add(_ other: PlayerCubeSums) { sums.add(other.sums) }

    /// What a cube gives each of `own` players beside `others` on the other side.
    ///
    /// Banzhaf: of the 2^(n - 1) coalitions without the player, those that decide on the p - 1 + q players as the cube does.
    @inline(__always)
    private func share(_ own: Int, _ others: Int) -> Double {
        isBanzhaf
            ? Double(sign: .plus, exponent: 1 - own - others, significand: 1) : weights.share(own: own, others: others)
    }
}
