/// The covariance of an odd game's values at pairs of coalitions: a linear part and a part with interactions.
///
/// With signs s_k = 1 for members and -1 for others, and lengths r_k = tau * relative_k:
/// - linear: sum_k relative_k^2 s_ik s_jk, what additive games have;
/// - product: (prod_k (1 + r_k s_ik s_jk) - prod_k (1 - r_k s_ik s_jk)) / 2 - sum_k r_k s_ik s_jk, all interactions of 3, 5,
///   7... players with variance prod r_k each, the additive ones taken out.
///
/// Both are scaled to a unit diagonal. Products are taken of (1 +- r_k) / (1 + r_k), at most 1, so that no number of players
/// overflows them.
struct OddKernel: Sendable {
    /// The coalitions, the one of all players first.
    let rows: CoalitionRows
    /// The magnitude of each player's value as a share of the largest.
    let relative: [Double]
    /// The linear part, with an identity as padding.
    let linear: LaneMatrix

    private let signed: LaneMatrix
    /// The sum of the squared magnitudes.
    let squares: Double

    /// Creates the kernel; `relative` has a positive number for every player, 1 the largest.
    init(rows: CoalitionRows, relative: [Double]) {
        self.rows = rows
        self.relative = relative
        let squares = Summation.sum(relative.map { $0 * $0 })
        self.squares = squares
        var (linear, signed) = rows.signedSums(relative.map { $0 * $0 / squares }, relative)
        linear.clearPadding(diagonal: 1)
        self.linear = linear
        self.signed = signed
    }

    /// The product part at one scale of lengths.
    struct Product: Sendable {
        /// The covariances, scaled to a unit diagonal; zeros as padding.
        var matrix: LaneMatrix
        /// The lengths r_k.
        var lengths: [Double]
        /// What the linear part was taken out with: prod_k 1 / (1 + r_k).
        var damping: Double
        /// What the diagonal was before, in units of prod_k (1 + r_k).
        var scale: Double
    }

    /// The product part with lengths tau times the magnitudes; nil when it vanishes, as it does for two players.
    ///
    /// - Complexity: O(pairs^2 * players / 8) look-ups.
    func product(tau: Double) -> Product? {
        let lengths = relative.map { tau * $0 }
        let factors = lengths.map { (1 - $0) / (1 + $0) }
        let damping = lengths.reduce(1) { $0 / (1 + $1) }
        let scale = (1 - factors.reduce(1, *)) / 2 - damping * Summation.sum(lengths)
        guard rows.players > 2, scale > Self.smallestScale else { return nil }
        var matrix = rows.productDifferences(factors)
        let half = 0.5 / scale
        let slope = damping * tau / scale
        for index in matrix.lanes.indices {
            matrix.lanes[index] = matrix.lanes[index] * half - signed.lanes[index] * slope
        }
        return Product(matrix: matrix, lengths: lengths, damping: damping, scale: scale)
    }

    /// Below this a product part is rounding.
    private static let smallestScale = 1e-12

    /// The Shapley values of the game sum_i alpha_i k(., i): each kernel's are known in closed form.
    ///
    /// For the linear part 2 relative_k^2 s_ik. For a product game prod_k (1 + r_k s_ik z_k) the multilinear extension along
    /// the diagonal (Owen 1972, "Multilinear Extensions of Games") gives the integral over u in -1...1 of
    /// r_k s_ik prod_{j != k} (1 + u r_j s_ij), a polynomial that Gauss-Legendre integrates exactly with players / 2 nodes.
    /// With many players fewer nodes do: the integrand is close to the exponential of u times the sum of lengths.
    ///
    /// - Complexity: O(nodes * pairs * players).
    func shapley(_ alpha: [Double], product: Product, amplitude: Double) -> [Double] {
        let players = rows.players
        var sums = [Double](repeating: 0, count: players)
        addSigned(alpha, to: &sums)
        var result = (0..<players).map { player in
            2 * sums[player]
                * (relative[player] * relative[player] / squares
                    - amplitude * product.lengths[player] * product.damping / product.scale)
        }
        let rule = GaussLegendre(count: Self.nodes(players: players, lengths: product.lengths))
        for (node, weight) in zip(rule.nodes, rule.weights) {
            let place = 2 * node - 1
            let inside = product.lengths.map { (1 + place * $0) / (1 + $0) }
            let outside = product.lengths.map { (1 - place * $0) / (1 + $0) }
            let values = rows.products(inside: inside, outside: outside)
            let weighted = zip(alpha, values).map { $0 * $1 * weight * amplitude / product.scale }
            addProducts(weighted, lengths: product.lengths, place: place, to: &result)
        }
        return result
    }

    /// The nodes that integrate a product along the diagonal, or as good as that.
    static func nodes(players: Int, lengths: [Double]) -> Int {
        let reach = min(Summation.sum(lengths), 40)
        return max(1, min((players + 1) / 2, 16 + Int(reach)))
    }

    /// Adds sum_i alpha_i s_ik.
    private func addSigned(_ alpha: [Double], to sums: inout [Double]) {
        let total = Summation.sum(alpha)
        for (row, members) in rows.members.enumerated() {
            for member in members { sums[member] += alpha[row] }
        }
        for player in sums.indices { sums[player] = 2 * sums[player] - total }
    }

    /// Adds sum_i alpha_i 2 r_k s_ik / (1 + u r_k s_ik).
    private func addProducts(_ alpha: [Double], lengths: [Double], place: Double, to result: inout [Double]) {
        let total = Summation.sum(alpha)
        var sums = [Double](repeating: 0, count: lengths.count)
        for (row, members) in rows.members.enumerated() {
            for member in members { sums[member] += alpha[row] }
        }
        for (player, length) in lengths.enumerated() {
            result[player] +=
                2 * length * (sums[player] / (1 + place * length) - (total - sums[player]) / (1 - place * length))
        }
    }
}
