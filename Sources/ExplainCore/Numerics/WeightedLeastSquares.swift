/// Weighted linear regression of several targets on memberships: predictor j is 1 where a row's coalition has player j.
///
/// The centred second moments are gathered once, from members alone; every subset of players and every penalty is then
/// solved without touching the rows.
struct WeightedLeastSquares: Sendable {
    /// The number of players.
    let players: Int
    /// The weighted mean of each membership.
    let playerMeans: [Double]
    /// The weighted mean of each target.
    let targetMeans: [Double]
    /// sum_r w_r (x_r - mean)(x_r - mean)', players x players.
    let gram: Matrix
    /// sum_r w_r (x_r - mean)(y_r - mean), targets x players.
    let cross: Matrix
    /// sum_r w_r (y_r - mean)^2 of each target.
    let targetSquares: [Double]

    /// Slopes and a free intercept.
    struct Fit: Sendable, Equatable {
        /// One slope for each of the chosen players, in their order.
        var coefficients: [Double]
        /// The prediction without any of the chosen players.
        var intercept: Double
    }

    /// Gathers the moments; `y` holds rows x targets values.
    ///
    /// Sums over a constant membership run over the same terms in the same order as sums over all rows, so that its centred
    /// moments are exactly 0.
    ///
    /// - Complexity: O(rows * members * (members + targets)).
    /// - Throws: what `checkpoint` throws.
    init(
        rows: Memberships, weights: [Double], y: Matrix, checkpoint: Checkpoint = .never
    ) throws(ExplainError) {
        let players = rows.players
        precondition(weights.count == rows.count && y.rows == rows.count, "every row has a weight and its targets")
        let total = weights.reduce(0, +)
        let scale = total > 0 ? 1 / total : 0
        let targetMeans = Self.targetMeans(y, weights, scale)
        let moments = try MembershipMoments(rows: rows, factors: weights, checkpoint: checkpoint)
        let means = moments.sums.map { $0 == moments.total ? 1 : $0 * scale }
        var cross = [Double](repeating: 0, count: y.columns * players)
        var squares = [Double](repeating: 0, count: y.columns)
        for target in 0..<y.columns {
            var scaled = [Double](repeating: 0, count: rows.count)
            for row in scaled.indices {
                let centred = y[row, target] - targetMeans[target]
                scaled[row] = weights[row] * centred
                squares[target] += scaled[row] * centred
            }
            let sums = try rows.memberSums(of: scaled, checkpoint: checkpoint)
            for player in 0..<players {
                cross[target * players + player] = sums.players[player] - means[player] * sums.all
            }
        }
        self.players = players
        self.targetMeans = targetMeans
        self.cross = Matrix(rows: y.columns, columns: players, storage: cross)
        playerMeans = means
        gram = moments.centred(at: means)
        targetSquares = squares
    }

    /// Ridge regression of `target` on `chosen` players with a free, unpenalised intercept.
    ///
    /// Minimises sum_r w_r (y_r - intercept - b x_r)^2 + penalty |b|^2. Without a penalty, dependent memberships share their
    /// effect as the shortest solution does.
    ///
    /// - Complexity: O(chosen^3).
    /// - Throws: what `checkpoint` throws.
    func ridge(
        target: Int, chosen: [Int], penalty: Double, checkpoint: Checkpoint = .never
    ) throws(ExplainError) -> Fit {
        let system = system(chosen, penalty: penalty)
        let rightHandSide = chosen.map { cross[target, $0] }
        let coefficients: [Double]
        if let factor = try Cholesky(system, tolerance: 1e-12, checkpoint: checkpoint) {
            coefficients = factor.solve(rightHandSide)
        } else {
            coefficients = try MinimumNorm(system, checkpoint: checkpoint).solve(rightHandSide)
        }
        var intercept = targetMeans[target]
        for (position, player) in chosen.enumerated() { intercept -= coefficients[position] * playerMeans[player] }
        return Fit(coefficients: coefficients, intercept: intercept)
    }

    /// The penalised Gram matrix of the chosen players.
    func system(_ chosen: [Int], penalty: Double) -> Matrix {
        var system = Matrix(rows: chosen.count, columns: chosen.count)
        for (row, player) in chosen.enumerated() {
            for (position, other) in chosen.enumerated() { system[row, position] = gram[player, other] }
            system[row, row] += penalty
        }
        return system
    }

    /// Weighted means, taken from the first row on: a constant target has exactly its value, and is centred to 0.
    private static func targetMeans(_ y: Matrix, _ weights: [Double], _ scale: Double) -> [Double] {
        guard y.rows > 0 else { return [Double](repeating: 0, count: y.columns) }
        return (0..<y.columns).map { target in
            let first = y[0, target]
            return first + scale * (0..<y.rows).reduce(0) { $0 + weights[$1] * (y[$1, target] - first) }
        }
    }
}
