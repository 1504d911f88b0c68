/// Standard errors of `gp_odd`: what the process predicts of its own errors, held against how well it predicts pairs.
///
/// A process's deviations are scaled by its studentised leave-one-out residuals, and widened by Student's factor for the
/// pairs beyond one a player, for each player's length is fitted. The sandwich of the residuals, which knows nothing of
/// the process, is a floor. Where the regression's values were kept, its jackknife errors are widened by Student's factor
/// for as many pairs as they come from.
///
/// Small errors are also found by luck, and an estimate that stops as soon as they are small meets such luck more often than
/// one with a fixed budget. Cautious errors, to stop by, count one more pair that misses as predicted, and take the
/// jackknife as the floor.
struct PairErrors {
    let players: Int
    let pairs: Int
    /// The processes whose values were taken, by output.
    let processes: [Int: OddProcessFit.Result]

    /// A process's deviations are somewhat too small, for its hyper-parameters are chosen on the residuals that scale them.
    static let inflation = 1.25
    /// Pairs beyond the number of players that a regression's errors need to hold what they promise.
    static let spareForRegression = 8

    /// The solution with errors, unless there are too few pairs for any.
    ///
    /// - Complexity: O(pairs * players^2).
    /// - Throws: what `checkpoint` throws.
    func added(
        to solution: PairRegression.Solution, _ regression: PairRegression, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> PairRegression.Solution {
        guard let residuals = solution.residuals,
            let jackknife = try regression.sandwich(residuals: residuals, damped: false, checkpoint: checkpoint),
            let floor = try regression.sandwich(residuals: residuals, damped: true, checkpoint: checkpoint)
        else { return solution }
        var errors = floor.errors
        var cautious = jackknife.errors
        for output in 0..<errors.rows {
            if let process = processes[output] {
                let (scale, safer) = (scale(process, extra: 0), scale(process, extra: 1))
                for player in 0..<players {
                    let deviation = process.deviations[player]
                    errors[output, player] = max(errors[output, player], scale * deviation)
                    cautious[output, player] = max(cautious[output, player], safer * deviation)
                }
            } else {
                for player in 0..<players {
                    let factor = StudentFactor.value(degreesOfFreedom: jackknife.degrees[output, player])
                    cautious[output, player] = max(
                        factor * cautious[output, player], jackknife.pooled[output, player])
                    errors[output, player] = cautious[output, player]
                }
            }
        }
        var result = solution
        result.standardErrors = errors
        result.cautiousErrors = cautious
        return result
    }

    /// A regression's solution with errors that are no smaller than those of pairs that miss alike.
    ///
    /// They are no answer with few pairs to spare: what the values are told by is met exactly, and the few residuals are as
    /// small by chance. They still tell whether all pairs agree to rounding.
    static func widened(_ solution: PairRegression.Solution, pairs: Int) -> PairRegression.Solution {
        guard var errors = solution.standardErrors, let pooled = solution.pooledErrors else { return solution }
        for output in 0..<errors.rows {
            for player in 0..<errors.columns {
                errors[output, player] = max(errors[output, player], pooled[output, player])
            }
        }
        var result = solution
        result.standardErrors = pairs >= errors.columns + spareForRegression ? errors : nil
        result.cautiousErrors = errors
        return result
    }

    /// What a process's deviations are multiplied by, with some more pairs that miss by their predicted deviation.
    private func scale(_ process: OddProcessFit.Result, extra: Double) -> Double {
        let variance = (process.misfit + extra) / (Double(pairs) + extra)
        return Self.inflation * variance.squareRoot()
            * StudentFactor.value(degreesOfFreedom: Double(pairs - players) + extra)
    }
}
