extension LIME {
    /// Fits one surrogate an output to a given neighbourhood.
    ///
    /// - Complexity: O(rows * players^2), and O(players^3) an output.
    func fit(_ neighbourhood: LIMENeighbourhood, players: Int) -> [LocalSurrogate] {
        let units = (0..<neighbourhood.answers.columns).map { Self.unit(of: neighbourhood.answers, $0) }
        var scaled = neighbourhood.answers
        for row in 0..<scaled.rows {
            for output in 0..<scaled.columns { scaled[row, output] /= units[output] }
        }
        let regression = WeightedLeastSquares(columns: players, weights: neighbourhood.weights, y: scaled) { row, z in
            Self.expand(neighbourhood.same[row], into: &z)
        }
        return units.indices.map { output in
            let chosen = chosen(regression, output: output)
            let fit = regression.ridge(target: output, chosen: chosen, penalty: ridgePenalty)
            let quality = quality(fit, chosen, regression, neighbourhood, scaled, output: output)
            let unit = units[output]
            return LocalSurrogate(
                coefficients: Self.spread(fit.coefficients, chosen, players).map { $0 * unit },
                standardErrors: quality.errors.map { Self.spread($0, chosen, players).map { $0 * unit } },
                intercept: fit.intercept * unit, fit: quality.fit, prediction: neighbourhood.answers[0, output])
        }
    }

    /// The power of two at the answers' size: dividing by it is exact and keeps squares in range.
    private static func unit(of answers: Matrix, _ output: Int) -> Double {
        let largest = (0..<answers.rows).reduce(0) { max($0, abs(answers[$1, output])) }
        return largest > 0 ? Double(sign: .plus, exponent: max(largest.exponent, -1000), significand: 1) : 1
    }

    private static func expand(_ same: Coalition, into z: inout [Double]) {
        for player in z.indices { z[player] = same.contains(player) ? 1 : 0 }
    }

    private static func spread(_ values: [Double], _ chosen: [Int], _ players: Int) -> [Double] {
        var result = [Double](repeating: 0, count: players)
        for (position, player) in chosen.enumerated() { result[player] = values[position] }
        return result
    }

    /// The players that get a coefficient (lime's feature selection).
    private func chosen(_ regression: WeightedLeastSquares, output: Int) -> [Int] {
        let all = Array(0..<regression.columns)
        guard let limit = featureLimit, limit < all.count else { return all }
        let isForward = selection == .forward || (selection == .automatic && limit <= 6)
        return isForward
            ? forward(regression, output: output, limit: limit)
            : highestWeights(regression, output: output, limit: limit)
    }

    /// Adds the player whose regression without penalty explains most, the lowest of equals.
    private func forward(_ regression: WeightedLeastSquares, output: Int, limit: Int) -> [Int] {
        var chosen: [Int] = []
        while chosen.count < limit {
            var best: (player: Int, explained: Double)?
            for player in 0..<regression.columns where !chosen.contains(player) {
                let trial = chosen + [player]
                let fit = regression.ridge(target: output, chosen: trial, penalty: 0)
                let explained = zip(fit.coefficients, trial).reduce(0) { $0 + $1.0 * regression.cross[output, $1.1] }
                if best.map({ explained > $0.explained }) ?? true { best = (player, explained) }
            }
            guard let best else { break }
            chosen.append(best.player)
        }
        return chosen
    }

    /// The players with the largest coefficients, at lime's penalty of 0.01.
    private func highestWeights(_ regression: WeightedLeastSquares, output: Int, limit: Int) -> [Int] {
        let all = Array(0..<regression.columns)
        let coefficients = regression.ridge(target: output, chosen: all, penalty: 0.01).coefficients
        let order = all.sorted { left, right in
            let (first, second) = (abs(coefficients[left]), abs(coefficients[right]))
            return first != second ? first > second : left < right
        }
        return [Int](order[..<limit])
    }

    /// Weighted R^2, and sandwich standard errors of the coefficients.
    ///
    /// With A the penalised Gram matrix and r the residuals, the variance is the diagonal of
    /// A^-1 (sum w^2 r^2 (z - mean)(z - mean)') A^-1, times rows / (rows - unknowns) (MacKinnon & White 1985, HC1): it holds
    /// whatever the misfit, and tells how much the coefficients would differ from seed to seed.
    private func quality(
        _ fit: WeightedLeastSquares.Fit, _ chosen: [Int], _ regression: WeightedLeastSquares,
        _ neighbourhood: LIMENeighbourhood, _ answers: Matrix, output: Int
    ) -> (fit: Double, errors: [Double]?) {
        let inverse = inverse(regression, chosen)
        var squares = CompensatedSum()
        var variances = [Double](repeating: 0, count: chosen.count)
        var centred = [Double](repeating: 0, count: chosen.count)
        for (row, same) in neighbourhood.same.enumerated() {
            var residual = answers[row, output] - fit.intercept
            for (position, player) in chosen.enumerated() {
                let z: Double = same.contains(player) ? 1 : 0
                residual -= fit.coefficients[position] * z
                centred[position] = z - regression.columnMeans[player]
            }
            let weight = neighbourhood.weights[row]
            squares.add(weight * residual * residual)
            guard let inverse else { continue }
            let factor = weight * residual
            for position in chosen.indices {
                var response = 0.0
                for other in chosen.indices { response += inverse[position, other] * centred[other] }
                variances[position] += factor * factor * response * response
            }
        }
        let total = regression.targetSquares[output]
        let share = total > 0 ? 1 - squares.value / total : squares.value > 0 ? 0 : 1
        let spare = neighbourhood.same.count - chosen.count - 1
        guard inverse != nil, spare > 0 else { return (share, nil) }
        let correction = Double(neighbourhood.same.count) / Double(spare)
        return (share, variances.map { ($0 * correction).squareRoot() })
    }

    /// The inverse of the penalised Gram matrix of the chosen players; nil when it is singular.
    private func inverse(_ regression: WeightedLeastSquares, _ chosen: [Int]) -> Matrix? {
        var system = Matrix(rows: chosen.count, columns: chosen.count)
        for (row, player) in chosen.enumerated() {
            for (position, other) in chosen.enumerated() { system[row, position] = regression.gram[player, other] }
            system[row, row] += ridgePenalty
        }
        return Cholesky(system, tolerance: 1e-12)?.inverse()
    }
}
