extension LIME {
    /// Weighted R^2, and sandwich standard errors of the coefficients.
    ///
    /// With A the penalised Gram matrix and r the residuals, the variance is the diagonal of
    /// A^-1 (sum w^2 r^2 (z - mean)(z - mean)') A^-1, times rows / (rows - unknowns) (MacKinnon & White 1985, HC1): it holds
    /// whatever the misfit, and tells how much the coefficients would differ from seed to seed.
    func quality(
        _ fit: WeightedLeastSquares.Fit, _ chosen: [Int], _ regression: WeightedLeastSquares,
        _ neighbourhood: LIMENeighbourhood, _ answers: Matrix, output: Int,
        _ checkpoint: Checkpoint
    ) throws(ExplainError) -> (fit: Double, errors: [Double]?) {
        let same = neighbourhood.same.narrowed(to: chosen)
        var residuals = try Self.residuals(fit, same, answers, output: output, checkpoint)
        var squares = CompensatedSum()
        for row in residuals.indices {
            let scaled = neighbourhood.weights[row] * residuals[row]
            squares.add(scaled * residuals[row])
            residuals[row] = scaled * scaled
        }
        let total = regression.targetSquares[output]
        let share = total > 0 ? 1 - squares.value / total : squares.value > 0 ? 0 : 1
        let spare = neighbourhood.same.count - chosen.count - 1
        guard spare > 0,
            let inverse = try Cholesky(
                regression.system(chosen, penalty: ridgePenalty), tolerance: 1e-12, checkpoint: checkpoint)?
                .inverse(checkpoint: checkpoint)
        else { return (share, nil) }
        let middle = try MembershipMoments(rows: same, factors: residuals, checkpoint: checkpoint)
            .centred(at: chosen.map { regression.playerMeans[$0] })
        let correction = Double(neighbourhood.same.count) / Double(spare)
        let variances = try Self.variances(inverse, middle, checkpoint)
        return (share, variances.map { (max(0, $0) * correction).squareRoot() })
    }

    /// What the surrogate leaves unexplained in each row; `same` has the chosen players alone.
    private static func residuals(
        _ fit: WeightedLeastSquares.Fit, _ same: Memberships, _ answers: Matrix, output: Int, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Double] {
        if same.hasFewPatterns {
            let predictions = same.patternSums(of: fit.coefficients, from: fit.intercept)
            return (0..<same.count).map { answers[$0, output] - predictions[same.pattern($0)] }
        }
        var residuals: [Double] = []
        residuals.reserveCapacity(same.count)
        for row in 0..<same.count {
            if row % Checkpoint.rows == 0 { try checkpoint.look() }
            var residual = answers[row, output] - fit.intercept
            same.forEachMember(row) { residual -= fit.coefficients[$0] }
            residuals.append(residual)
        }
        return residuals
    }

    /// The diagonal of `inverse` x `middle` x `inverse`; the inverse is symmetric to the bit, and read along its rows.
    private static func variances(
        _ inverse: Matrix, _ middle: Matrix, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> [Double] {
        let all = 0..<inverse.rows
        return try all.map { position throws(ExplainError) in
            var variance = 0.0
            for row in all {
                try checkpoint.look()
                let product = all.reduce(0) { $0 + middle[row, $1] * inverse[position, $1] }
                variance += inverse[position, row] * product
            }
            return variance
        }
    }
}
