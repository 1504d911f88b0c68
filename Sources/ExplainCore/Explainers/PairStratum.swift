/// All pairs of a coalition of `size` players and its complement of `players` - `size`.
struct PairStratum: Sendable, Equatable {
    /// The size of the smaller side.
    let size: Int
    /// The number of players of the game.
    let players: Int

    /// All strata of a game, by size.
    static func all(players: Int) -> [PairStratum] {
        players < 2 ? [] : (1...(players / 2)).map { PairStratum(size: $0, players: players) }
    }

    /// Whether both sides have the same size, so that each pair would be met twice.
    var isMiddle: Bool { 2 * size == players }

    /// The number of pairs; rounded beyond 53 bits, infinity beyond a double.
    var pairs: Double { Binomial.approximate(players, size) / (isMiddle ? 2 : 1) }

    /// The number of pairs while it is small enough to number them all.
    var countablePairs: Int? {
        Binomial.exact(players, size).flatMap { $0 <= 1 << 40 ? $0 / (isMiddle ? 2 : 1) : nil }
    }

    /// The share of the Shapley kernel that falls on the stratum, up to a common factor: sum over its pairs of
    /// (n - 1) / (C(n, k) k (n - k)) is proportional to 1 / (k (n - k)), and half of it for the middle size.
    var mass: Double { (isMiddle ? 0.5 : 1) / (Double(size) * Double(players - size)) }
}
