/// What one cube of coalitions gives its players.
///
/// The game that is 1 where all of p players are in and none of n others, and 0 elsewhere, gives each of the p players
/// (p - 1)! n! / (p + n)! and takes p! (n - 1)! / (p + n)! from each of the n (Laberge & Pequignot 2022, "Understanding
/// Interventional TreeSHAP", theorem 3). Both are the one function 1 / (a C(a + b, a)) of (p, n) and of (n, p).
struct ShapleyWeights: Sendable {
    private static let tabled = 64
    private static let table: [Double] = (0..<(tabled * tabled)).map { index in
        index < tabled ? 0 : direct(index / tabled, index % tabled)
    }

    private let table = Self.table

    /// (own - 1)! others! / (own + others)!; `own` is at least 1.
    ///
    /// - Complexity: O(1) up to 63 players a side, O(min(own, others)) beyond.
    @inline(__always)
    func share(own: Int, others: Int) -> Double {
        guard own < Self.tabled, others < Self.tabled else { return Self.direct(own, others) }
        return table[own * Self.tabled + others]
    }

    private static func direct(_ own: Int, _ others: Int) -> Double {
        1 / (Double(own) * Binomial.approximate(own + others, own))
    }
}
