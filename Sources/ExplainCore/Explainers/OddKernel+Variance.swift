/// What the covariance says about Shapley values before and after the pairs are seen.
extension OddKernel {
    /// The covariance of every row's value with every player's Shapley value, row after row.
    ///
    /// These are the Shapley values of the games k(., i): ``shapley(_:product:amplitude:)`` with one weight at a time.
    ///
    /// - Complexity: O(nodes * pairs * players).
    func representers(product: Product, amplitude: Double) -> [Double] {
        let players = rows.players
        let linear = (0..<players).map { player in
            2
                * (relative[player] * relative[player] / squares
                    - amplitude * product.lengths[player] * product.damping / product.scale)
        }
        var result = [Double](repeating: 0, count: rows.count * players)
        let ones = [Double](repeating: 1, count: rows.count)
        add(ones, inside: linear, outside: linear.map { -$0 }, to: &result)
        let rule = GaussLegendre(count: Self.nodes(players: players, lengths: product.lengths))
        for (node, weight) in zip(rule.nodes, rule.weights) {
            let place = 2 * node - 1
            let values = rows.products(
                inside: product.lengths.map { (1 + place * $0) / (1 + $0) },
                outside: product.lengths.map { (1 - place * $0) / (1 + $0) })
            let scale = 2 * weight * amplitude / product.scale
            add(
                values, inside: product.lengths.map { scale * $0 / (1 + place * $0) },
                outside: product.lengths.map { -scale * $0 / (1 - place * $0) }, to: &result)
        }
        return result
    }

    /// Adds to each row its factor times the numbers of its members and of the others.
    private func add(_ factors: [Double], inside: [Double], outside: [Double], to result: inout [Double]) {
        let players = rows.players
        for (row, members) in rows.members.enumerated() {
            let (start, factor) = (row * players, factors[row])
            for player in 0..<players { result[start + player] += factor * outside[player] }
            for player in members { result[start + player] += factor * (inside[player] - outside[player]) }
        }
    }

    /// The variance of every player's Shapley value before any pair is seen.
    ///
    /// The linear part has 4 relative_k^2 / sum relative^2. For the product part Owen's integral is taken on both sides: r_k
    /// times the integral over u and v in -1...1 of prod_{j != k} (1 + u v r_j), less 4 r_k for what is linear.
    ///
    /// - Complexity: O(nodes^2 * players).
    func priorVariances(product: Product, amplitude: Double) -> [Double] {
        var integrals = [Double](repeating: 0, count: rows.players)
        let rule = GaussLegendre(count: Self.nodes(players: rows.players, lengths: product.lengths))
        for (first, firstWeight) in zip(rule.nodes, rule.weights) {
            for (second, secondWeight) in zip(rule.nodes, rule.weights) {
                let place = (2 * first - 1) * (2 * second - 1)
                let value = product.lengths.reduce(4 * firstWeight * secondWeight) { $0 * (1 + place * $1) / (1 + $1) }
                for (player, length) in product.lengths.enumerated() {
                    integrals[player] += value / (1 + place * length)
                }
            }
        }
        return relative.indices.map { player in
            4 * relative[player] * relative[player] / squares
                + amplitude * product.lengths[player] * (integrals[player] - 4 * product.damping) / product.scale
        }
    }
}
