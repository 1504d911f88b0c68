/// Weighted least squares on the odd part of a game, with the efficiency constraint.
///
/// min sum_p w_p (x_p b - g_p)^2 subject to sum b = v(all) - v(empty), where x is 1/2 for members and -1/2 for others and
/// g_p = (v(S_p) - v(complement)) / 2. One design and one factorisation serve every output.
struct PairRegression: Sendable {
    let players: Int
    let coalitions: [Coalition]
    let weights: [Double]
    let fractions: [Double]
    private let form: Form

    private enum Form {
        case determined(SumConstrainedLeastSquares)
        case shortest(MinimumNorm)
    }

    /// Pairs beyond the number of players that leave-one-out residuals need to mean anything.
    static let spareForErrors = 3

    /// Factors the regression on a sample; the shortest solution stands in where the sample does not determine one.
    ///
    /// - Complexity: O(players^3 + players^2 * pairs / 64).
    /// - Throws: what `checkpoint` throws.
    init(
        players: Int, coalitions: [Coalition], weights: [Double], fractions: [Double],
        checkpoint: Checkpoint = .never
    ) throws(ExplainError) {
        precondition(weights.count == coalitions.count && fractions.count == coalitions.count, "pairs are weighted")
        self.players = players
        self.weights = weights
        self.fractions = fractions
        self.coalitions = coalitions
        if coalitions.count >= players - 1, players > 0,
            let solver = try SumConstrainedLeastSquares(
                gram: PairGram.matrix(
                    players: players, coalitions: coalitions, weights: weights, checkpoint: checkpoint),
                checkpoint: checkpoint)
        {
            form = .determined(solver)
        } else {
            form = .shortest(
                try Self.shortest(players: players, coalitions: coalitions, weights: weights, checkpoint))
        }
    }

    /// The solution for all outputs.
    ///
    /// Shapes: `odd` is pairs x outputs, `totals` has one element an output.
    ///
    /// - Complexity: O(pairs * players^2).
    /// - Throws: what `checkpoint` throws, which is looked at once an output and once a pair.
    func solve(
        odd: Matrix, totals: [Double], keepsResiduals: Bool = false, checkpoint: Checkpoint = .never
    ) throws(ExplainError) -> Solution {
        precondition(odd.rows == coalitions.count && odd.columns == totals.count, "every pair has a value an output")
        var values = Matrix(rows: totals.count, columns: players)
        for (output, total) in totals.enumerated() {
            try checkpoint.look()
            let solution = solve(odd: odd, output: output, total: total)
            for player in 0..<players { values[output, player] = solution[player] }
        }
        guard let inverse = try projectedInverse(checkpoint) else { return Solution(values: values) }
        return try errors(
            Solution(values: values), inverse, odd: odd, totals: totals, keepsResiduals: keepsResiduals, checkpoint)
    }

    /// What noise in the pairs does to the values; nil with too few pairs for errors to mean anything.
    func projectedInverse(_ checkpoint: Checkpoint) throws(ExplainError) -> Matrix? {
        guard case .determined(let solver) = form, coalitions.count >= players + Self.spareForErrors else { return nil }
        return try solver.projectedInverse(checkpoint: checkpoint)
    }

    /// Values, and what the residuals say about their errors.
    struct Solution: Sendable {
        /// Shapley values, outputs x players.
        var values: Matrix
        /// Leave-one-out residuals, pairs x outputs; nil with too few pairs, or unless asked for.
        var residuals: Matrix?
        /// Standard errors, outputs x players; nil with too few pairs.
        var standardErrors: Matrix?
        /// What they are if all pairs miss alike, outputs x players; nil with too few pairs.
        var pooledErrors: Matrix?
        /// Larger ones to stop by, where stopping because errors look small needs them.
        var cautiousErrors: Matrix?
    }

    private func solve(odd: Matrix, output: Int, total: Double) -> [Double] {
        var solution: [Double]
        switch form {
        case .determined(let solver):
            var cross = [Double](repeating: 0, count: players)
            var half = 0.0
            for (pair, coalition) in coalitions.enumerated() {
                let value = weights[pair] * odd[pair, output]
                half += value / 2
                coalition.forEachMember { cross[$0] += value }
            }
            solution = solver.solve(cross: cross.map { $0 - half }, total: total)
        case .shortest(let shortest):
            let excess = coalitions.indices.map { pair in
                weights[pair].squareRoot() * (odd[pair, output] - total * meanOfRow(pair))
            }
            solution = shortest.solve(excess).map { $0 + total / Double(players) }
        }
        guard players > 0 else { return [] }
        let missing = (total - Summation.sum(solution)) / Double(players)
        for player in 0..<players { solution[player] += missing }
        return solution
    }

    /// The mean of x over the players.
    private func meanOfRow(_ pair: Int) -> Double { Double(coalitions[pair].count) / Double(players) - 0.5 }

    /// Rows sqrt(w) (x - mean): solutions of zero sum, to which total / n is added.
    private static func shortest(
        players: Int, coalitions: [Coalition], weights: [Double], _ checkpoint: Checkpoint
    ) throws(ExplainError) -> MinimumNorm {
        var rows = [Double](repeating: 0, count: coalitions.count * players)
        for (pair, coalition) in coalitions.enumerated() {
            let scale = weights[pair].squareRoot()
            let mean = Double(coalition.count) / Double(max(1, players))
            for player in 0..<players { rows[pair * players + player] = -scale * mean }
            coalition.forEachMember { rows[pair * players + $0] += scale }
        }
        return try MinimumNorm(
            Matrix(rows: coalitions.count, columns: players, storage: rows), checkpoint: checkpoint)
    }
}
