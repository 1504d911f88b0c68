/// Sums of the pairwise Shapley interaction indices of cubes.
///
/// The game that is 1 where all of p players are in and none of n others, and 0 elsewhere, has the index
/// (-1)^b (p - a)! (n - b)! / (p + n - 1)! for two players, a = 2 - b of the p and b of the n (Laberge & Pequignot 2022,
/// "Understanding Interventional TreeSHAP", theorem 3 for pairs); pairs with a player of neither have 0.
struct PairCubeSums: CubeSums {
    /// One number a margin and ordered pair; a pair's index is the sum of both orders.
    private(set) var values: [Double]
    private let ensemble: TreeEnsemble
    private let playerCount: Int
    private let weights = ShapleyWeights()
    /// The row of each margin among the explained ones; -1 for others.
    private let rows: [Int]

    init(_ method: TreeSHAP) {
        ensemble = method.ensemble
        playerCount = method.players.count
        var rows = [Int](repeating: -1, count: ensemble.marginCount)
        for (row, margin) in method.margins.enumerated() { rows[margin] = row }
        self.rows = rows
        values = [Double](repeating: 0, count: method.margins.count * playerCount * playerCount)
    }

    mutating func add(_ cube: Cube, leaf: Int, of tree: TreeEnsemble.Tree, weight: Double) {
        let (own, others) = (cube.own, cube.others)
        guard own + others > 1 else { return }
        // Factorials as in the values of cubes with a player less: (p - 2)! n! / (p + n - 1)! is one of p - 1 and n.
        let both = own > 1 ? weights.share(own: own - 1, others: others) : 0
        let neither = others > 1 ? weights.share(own: others - 1, others: own) : 0
        let one = own > 0 && others > 0 ? -weights.share(own: own, others: others - 1) : 0
        let slot = Int(ensemble.nodes.right[leaf]) * ensemble.leafWidth
        for offset in 0..<ensemble.leafWidth {
            let row = rows[tree.output ?? offset]
            guard row >= 0 else { continue }
            let value = weight * ensemble.leafValues[slot + offset]
            add(cube, row * playerCount * playerCount, (value * both, value * one, value * neither))
        }
    }

    private mutating func add(_ cube: Cube, _ start: Int, _ shares: (both: Double, one: Double, neither: Double)) {
        for (position, player) in cube.decided.enumerated() {
            let isOwn = cube.sides[player] == .instance
            let (same, other) = (isOwn ? shares.both : shares.neither, shares.one)
            let first = start + player * playerCount
            for partner in cube.decided[..<position] {
                values[first + partner] += (cube.sides[partner] == .instance) == isOwn ? same : other
            }
        }
    }

    mutating func add(_ other: PairCubeSums) {
        for index in values.indices { values[index] += other.values[index] }
    }

    /// The indices of each explained margin: symmetric, with a zero diagonal.
    var matrices: [Matrix] {
        let size = playerCount * playerCount
        return (0..<(size == 0 ? 0 : values.count / size)).map { row in
            var matrix = Matrix(rows: playerCount, columns: playerCount)
            for first in 0..<playerCount {
                for second in 0..<first {
                    let here = row * size + first * playerCount + second
                    let there = row * size + second * playerCount + first
                    matrix[first, second] = values[here] + values[there]
                    matrix[second, first] = values[here] + values[there]
                }
            }
            return matrix
        }
    }

    /// How many such sums there may be at once: bounds their memory.
    static func pieces(players: Int, margins: Int) -> Int {
        let numbers = Double(players) * Double(players) * Double(max(1, margins))
        return max(1, min(mostPieces, Int(Double(mostNumbers) / max(1, numbers))))
    }

    private static let mostPieces = 64
    /// 64 MiB of numbers.
    private static let mostNumbers = 1 << 23
}
