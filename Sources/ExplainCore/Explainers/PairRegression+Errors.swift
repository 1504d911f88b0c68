/// Sandwich errors, with finite population correction and projected onto zero sums.
///
/// With P the projected inverse and r_p the leave-one-out residual of pair p, the variance of the values is the diagonal of
/// P (sum_p w_p^2 r_p^2 (1 - fraction_p) x_p x_p') P (MacKinnon & White 1985, HC3, for a stratified sample without
/// replacement). P 1 = 0, so that P x_p is the sum of the members' columns.
extension PairRegression {
    /// The smallest 1 - leverage divided by: a pair that alone decides a direction has no residual to speak of.
    private static let smallestSlack = 1e-3

    /// The solution with its own leave-one-out residuals and their errors.
    ///
    /// With h_p = w_p x_p' P x_p: r_p = (g_p - x_p b) / (1 - h_p). Residuals are squared in units of the largest value, so
    /// that no game's scale overflows or vanishes.
    func errors(
        _ solution: Solution, _ inverse: Matrix, odd: Matrix, totals: [Double], keepsResiduals: Bool,
        _ checkpoint: Checkpoint
    ) throws(ExplainError) -> Solution {
        var residuals = keepsResiduals ? Matrix(rows: odd.rows, columns: totals.count) : nil
        let units = Self.units(of: odd, totals: totals)
        let sandwich = try sandwich(inverse, units: units, damped: false, checkpoint) { pair, output, slack in
            var fitted = -totals[output] / 2
            coalitions[pair].forEachMember { fitted += solution.values[output, $0] }
            let residual = (odd[pair, output] - fitted) / slack
            residuals?[pair, output] = residual
            return residual
        }
        return Solution(
            values: solution.values, residuals: residuals, standardErrors: sandwich.errors,
            pooledErrors: sandwich.pooled)
    }

    /// What another estimate's leave-one-out residuals say about errors; nil with too few pairs.
    ///
    /// As they are they give the jackknife's errors (HC3). `damped` by the root of 1 - leverage they give those that equal
    /// variances make unbiased (HC2), which are smaller. Shape: `residuals` is pairs x outputs.
    ///
    /// - Complexity: O(pairs * players^2).
    /// - Throws: what `checkpoint` throws, which is looked at once a pair.
    func sandwich(
        residuals: Matrix, damped: Bool, checkpoint: Checkpoint
    ) throws(ExplainError) -> Sandwich? {
        precondition(residuals.rows == coalitions.count, "every pair has a residual")
        guard let inverse = try projectedInverse(checkpoint) else { return nil }
        return try sandwich(inverse, units: Self.units(of: residuals), damped: damped, checkpoint) { pair, output, _ in
            residuals[pair, output]
        }
    }

    /// Errors, and how many pairs they come from.
    struct Sandwich: Sendable {
        /// Standard errors, outputs x players.
        var errors: Matrix
        /// Satterthwaite's degrees of freedom (sum of the pairs' shares)^2 / (sum of their squares), outputs x players.
        var degrees: Matrix
        /// What the errors are if all pairs miss alike, with Student's factor for the residuals' freedom, outputs x players.
        var pooled: Matrix
    }

    /// The largest magnitude of each column, and of half the total where that is larger.
    private static func units(of matrix: Matrix, totals: [Double]? = nil) -> [Double] {
        (0..<matrix.columns).map { column in
            let least = max(.leastNormalMagnitude, abs(totals?[column] ?? 0) / 2)
            return (0..<matrix.rows).reduce(least) { max($0, abs(matrix[$1, column])) }
        }
    }

    /// Calls `residual` with every pair, output and 1 - leverage for a leave-one-out residual.
    private func sandwich(
        _ inverse: Matrix, units: [Double], damped: Bool, _ checkpoint: Checkpoint,
        residual: (_ pair: Int, _ output: Int, _ slack: Double) -> Double
    ) throws(ExplainError) -> Sandwich {
        var variances = [Double](repeating: 0, count: units.count * players)
        var squares = variances
        var pool = Pool(players: players, outputs: units.count)
        var response = [Double](repeating: 0, count: players)
        let columns = inverse.storage
        var members: [Int] = []
        members.reserveCapacity(players)
        for (pair, coalition) in coalitions.enumerated() {
            try checkpoint.look()
            members.removeAll(keepingCapacity: true)
            coalition.forEachMember { members.append($0) }
            for player in 0..<players { response[player] = 0 }
            for member in members {
                let start = member * players
                for player in 0..<players { response[player] += columns[start + player] }
            }
            let leverage = weights[pair] * members.reduce(0) { $0 + response[$1] }
            let slack = max(1 - leverage, Self.smallestSlack)
            let (weight, rest) = (weights[pair], 1 - fractions[pair])
            pool.add(response, scale: weight * weight * rest, freedom: rest * (1 - leverage))
            for (output, unit) in units.enumerated() {
                let miss = residual(pair, output, slack) / unit
                pool.add(output, rest * (miss * slack) * (miss * slack))
                let scale = weight * miss
                let factor = scale * scale * rest * (damped ? slack : 1)
                let start = output * players
                for player in 0..<players {
                    let share = factor * response[player] * response[player]
                    variances[start + player] += share
                    squares[start + player] += share * share
                }
            }
        }
        for (index, variance) in variances.enumerated() {
            squares[index] = squares[index] > 0 ? variance * variance / squares[index] : .infinity
            variances[index] = variance.squareRoot() * units[index / players]
        }
        return Sandwich(
            errors: Matrix(rows: units.count, columns: players, storage: variances),
            degrees: Matrix(rows: units.count, columns: players, storage: squares),
            pooled: pool.errors(units: units))
    }

    /// Sums for errors of equal variances, in units of each output.
    ///
    /// A pair that alone decides a direction is met exactly: its residual, and its share of the sandwich, is zero whatever its
    /// value is worth. The freedom of residuals, sum_p (1 - fraction_p)(1 - leverage_p), says how many others there are to
    /// tell its error by.
    private struct Pool {
        private let players: Int
        private var spread: [Double]
        private var misses: [Double]
        private var freedom = 0.0

        init(players: Int, outputs: Int) {
            self.players = players
            spread = [Double](repeating: 0, count: players)
            misses = [Double](repeating: 0, count: outputs)
        }

        mutating func add(_ response: [Double], scale: Double, freedom: Double) {
            for player in 0..<players { spread[player] += scale * response[player] * response[player] }
            self.freedom += max(0, freedom)
        }

        mutating func add(_ output: Int, _ square: Double) { misses[output] += square }

        func errors(units: [Double]) -> Matrix {
            var result = Matrix(rows: units.count, columns: players)
            guard freedom > 0 else { return result }
            let factor = StudentFactor.value(degreesOfFreedom: freedom)
            for (output, unit) in units.enumerated() {
                let deviation = factor * (misses[output] / freedom).squareRoot() * unit
                for player in 0..<players { result[output, player] = deviation * spread[player].squareRoot() }
            }
            return result
        }
    }
}
