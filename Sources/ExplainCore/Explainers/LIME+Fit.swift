extension LIME {
    /// Fits one surrogate an output to a given neighbourhood.
    ///
    /// - Complexity: O(rows * players^2 + players^3) an output.
    /// - Throws: what `checkpoint` throws.
    func fit(
        _ neighbourhood: LIMENeighbourhood, checkpoint: Checkpoint = .never
    ) throws(ExplainError) -> [LocalSurrogate] {
        let players = neighbourhood.same.players
        let units = (0..<neighbourhood.answers.columns).map { Self.unit(of: neighbourhood.answers, $0) }
        var scaled = neighbourhood.answers
        for row in 0..<scaled.rows {
            for output in 0..<scaled.columns { scaled[row, output] /= units[output] }
        }
        let regression = try WeightedLeastSquares(
            rows: neighbourhood.same, weights: neighbourhood.weights, y: scaled, checkpoint: checkpoint)
        return try units.indices.map { output throws(ExplainError) in
            let chosen = try chosen(regression, output: output, checkpoint)
            let fit = try regression.ridge(
                target: output, chosen: chosen, penalty: ridgePenalty, checkpoint: checkpoint)
            let quality = try quality(fit, chosen, regression, neighbourhood, scaled, output: output, checkpoint)
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

    static func spread(_ values: [Double], _ chosen: [Int], _ players: Int) -> [Double] {
        var result = [Double](repeating: 0, count: players)
        for (position, player) in chosen.enumerated() { result[player] = values[position] }
        return result
    }

    /// The players that get a coefficient (lime's feature selection).
    private func chosen(
        _ regression: WeightedLeastSquares, output: Int, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Int] {
        let all = Array(0..<regression.players)
        guard let limit = featureLimit, selection != .all else { return all }
        if selection == .lassoPath {
            let path = try LassoPath(
                gram: regression.gram, cross: [Double](regression.cross.row(output)), checkpoint: checkpoint)
            return path.players(limit: limit) ?? all
        }
        guard limit < all.count else { return all }
        return selection.isForward(limit: limit)
            ? try forward(regression, output: output, limit: limit, checkpoint)
            : try highestWeights(regression, output: output, limit: limit, checkpoint)
    }

    /// lime's penalty of the regression whose largest coefficients are selected.
    static let selectionPenalty = 0.01

    /// The positions of `sizes`, the largest first, the lowest of equals.
    static func largestFirst(_ sizes: [Double]) -> [Int] {
        sizes.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    }

    /// Adds the player whose regression without penalty explains most, the lowest of equals.
    private func forward(
        _ regression: WeightedLeastSquares, output: Int, limit: Int, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Int] {
        var chosen: [Int] = []
        while chosen.count < limit {
            var best: (player: Int, explained: Double)?
            for player in 0..<regression.players where !chosen.contains(player) {
                let trial = chosen + [player]
                let fit = try regression.ridge(target: output, chosen: trial, penalty: 0, checkpoint: checkpoint)
                let explained = zip(fit.coefficients, trial).reduce(0) { $0 + $1.0 * regression.cross[output, $1.1] }
                if best.map({ explained > $0.explained }) ?? true { best = (player, explained) }
            }
            guard let best else { break }
            chosen.append(best.player)
        }
        return chosen
    }

    /// The players with the largest coefficients of a nearly unpenalised regression.
    private func highestWeights(
        _ regression: WeightedLeastSquares, output: Int, limit: Int, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Int] {
        let coefficients = try regression.ridge(
            target: output, chosen: Array(0..<regression.players), penalty: Self.selectionPenalty,
            checkpoint: checkpoint
        ).coefficients
        return [Int](Self.largestFirst(coefficients.map { abs($0) })[..<limit])
    }
}
