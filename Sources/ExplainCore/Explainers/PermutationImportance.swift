import Synchronization

/// Permutation importance: how much a metric suffers when a player's values are shuffled between rows.
///
/// Breiman 2001, "Random Forests"; the semantics are scikit-learn's: the same shuffles for every player, each shuffle applied
/// to the already shuffled column. The interval of a mean is mean +- t s / sqrt(repeats), with s the standard deviation over
/// the repeats (divided by repeats - 1) and t the quantile of Student's t with repeats - 1 degrees of freedom: it tells the
/// error of the shuffling, not of the rows.
public struct PermutationImportance: Sendable, Equatable {
    /// The metric.
    public var metric: ImportanceMetric
    /// The number of shuffles.
    public var repeats: Int
    /// The confidence of the intervals.
    public var confidence: Double
    /// Whether the exact mean over all pairs of rows is computed as well: up to rows x (rows - 1) model rows a player.
    public var computesExactSwitch: Bool

    /// Creates the method.
    public init(
        metric: ImportanceMetric, repeats: Int = 5, confidence: Double = 0.95, computesExactSwitch: Bool = false
    ) {
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        self.metric = metric
        self.repeats = repeats
        self.confidence = confidence
        self.computesExactSwitch = computesExactSwitch
    }

    /// The most repeats whose scores fit in memory.
    public static func mostRepeats(players: Int) -> Int { largestScores / max(1, players) }

    /// The number of model rows of a computation at most, saturating.
    ///
    /// An exact switch takes a row for every row and every other value that the player has among the rows.
    public func modelRows(rows: Int, players: Int) -> Int {
        let (switches, switchOverflow) = rows.multipliedReportingOverflow(
            by: computesExactSwitch ? max(0, rows - 1) : 0)
        let (shuffles, shuffleOverflow) = rows.multipliedReportingOverflow(by: repeats)
        let (each, eachOverflow) = switches.addingReportingOverflow(shuffles)
        let (all, allOverflow) = each.multipliedReportingOverflow(by: players)
        let (total, overflow) = all.addingReportingOverflow(rows)
        return switchOverflow || shuffleOverflow || eachOverflow || allOverflow || overflow ? .max : total
    }

    /// The number of model rows of a computation whose players have these groups; it is within the bound above.
    private func modelRows(rows: Int, groups: [SwitchGroups], players: Int) -> Int {
        let switches = groups.reduce(0) { $0 &+ rows &* ($1.representatives.count - 1) }
        return rows &* (1 &+ repeats &* players) &+ switches
    }

    /// Computes the importance of every player.
    ///
    /// `labels` holds one number a row, class numbers for classification metrics. `output` is the output that regression
    /// metrics and AUC look at. Without a `space` predictions are probabilities (responses) where the model has them,
    /// margins otherwise.
    ///
    /// - Complexity: rows x (1 + players x repeats) model rows, and with the exact alternative up to
    ///   rows x (rows - 1) x players: rows that share a player's values share its predictions.
    /// - Throws: ``ExplainError/unsuitableData(_:)``, ``ExplainError/budgetTooSmall(_:minimum:)`` without a repeat,
    ///   ``ExplainError/cancelled``, ``ExplainError/deadlineExceeded``, ``ExplainError/model(_:)``.
    public func importance(
        model: any Model, rows: Matrix, labels: [Double], players: Players, output: Int = 0,
        space: OutputSpace? = nil, context: ComputeContext
    ) throws(ExplainError) -> ImportanceResult {
        guard repeats >= 1 else { throw .budgetTooSmall(repeats, minimum: 1) }
        guard repeats <= Self.mostRepeats(players: players.count) else {
            throw .unsuitableData("\(repeats) shuffles of \(players.count) players are more than fit in memory")
        }
        return try importance(
            model: model, rows: rows, labels: labels, players: players, output: output, space: space,
            shuffles: ShuffleSequence(rows: rows.rows, seed: context.seed), context: context)
    }

    /// The same with given shuffles of the original rows, of which there are `repeats`.
    func importance(
        model: any Model, rows: Matrix, labels: [Double], players: Players, output: Int, space: OutputSpace? = nil,
        shuffles: ShuffleSequence, context: ComputeContext
    ) throws(ExplainError) -> ImportanceResult {
        precondition(rows.columns == model.featureCount, "rows have the model's width")
        precondition(labels.count == rows.rows, "every row has a label")
        let space = space ?? (model.outputCount(in: .probability) == nil ? .margin : .probability)
        let caller = try ModelCaller(model: model, space: space)
        guard caller.outputs <= Self.largestPredictions / max(1, rows.rows) else {
            throw .unsuitableData(
                "predictions of \(rows.rows) rows with \(caller.outputs) outputs are more than fit in memory")
        }
        let scorer = try MetricScorer(
            metric: metric, labels: labels, outputs: caller.outputs, output: output,
            isProbability: space == .probability)
        if computesExactSwitch, metric.rowLoss == nil {
            throw .unsuitableData("\(metric.rawValue) has no loss of a single row to switch exactly")
        }
        let groups = computesExactSwitch ? players.columns.map { SwitchGroups(rows, columns: $0) } : []
        let rowCount = modelRows(rows: rows.rows, groups: groups, players: players.count)
        let meter = ProgressMeter(total: rowCount, report: context.progress)
        let shuffler = RowSwitcher(
            caller: caller, rows: rows, players: players, checkpoint: context.checkpoint(operations: .infinity))
        let untouched = try shuffler.predictions()
        meter.advance(by: rows.rows)
        let scores = try shuffledScores(shuffler, scorer, untouched, shuffles, meter, context)
        var result = summary(scores, baseline: scorer.score(untouched), modelRows: rowCount)
        if computesExactSwitch {
            result.exactSwitch = try exactSwitch(shuffler, groups, scorer, untouched, meter, context)
        }
        guard result.scores.storage.allSatisfy(\.isFinite), result.baseline.isFinite else {
            throw .unsuitableData("predictions or labels are so large that the metric overflows")
        }
        return result
    }

    /// The most scores, players x repeats: 128 MiB.
    private static let largestScores = 1 << 24
    /// The most numbers of one pass, rows x outputs: 64 MiB, of which every thread holds one.
    private static let largestPredictions = 1 << 23
    /// The predictions of one player's shuffles that a thread holds at once, unless one shuffle alone has more: 8 MiB.
    private static let heldPredictions = 1 << 20
    /// The row numbers of the shuffles that are held at once, unless one alone has more: 32 MiB.
    private static let heldRowNumbers = 1 << 22

    private func shuffledScores(
        _ shuffler: RowSwitcher, _ scorer: MetricScorer, _ untouched: [Double], _ shuffles: ShuffleSequence,
        _ meter: ProgressMeter, _ context: ComputeContext
    ) throws(ExplainError) -> Matrix {
        let players = shuffler.players.count
        let baseline = scorer.score(untouched)
        let scores = Mutex(Matrix(rows: players, columns: repeats))
        let held = max(1, Self.heldRowNumbers / max(1, shuffler.rows.rows))
        var shuffles = shuffles
        let together = max(1, Self.heldPredictions / max(1, shuffler.rows.rows * shuffler.caller.outputs))
        for first in stride(from: 0, to: repeats, by: held) {
            let permutations = shuffles.next(min(held, repeats - first))
            let done = try ParallelLoop.run(pieces: players, context: context) { player throws(ExplainError) in
                for start in stride(from: 0, to: permutations.count, by: together) {
                    let range = start..<min(start + together, permutations.count)
                    let predictions = try shuffler.predictions(player: player, shuffles: permutations[range]) {
                        meter.advance(by: $0)
                    }
                    for (shuffle, predictions) in zip(range, predictions) {
                        let score = scorer.score(predictions)
                        scores.withLock {
                            $0[player, first + shuffle] = metric.isLoss ? score - baseline : baseline - score
                        }
                    }
                }
            }
            guard done == players else { throw .deadlineExceeded }
        }
        return scores.withLock { $0 }
    }

    private func exactSwitch(
        _ shuffler: RowSwitcher, _ groups: [SwitchGroups], _ scorer: MetricScorer, _ untouched: [Double],
        _ meter: ProgressMeter, _ context: ComputeContext
    ) throws(ExplainError) -> ImportanceResult.ExactSwitch {
        let rows = shuffler.rows.rows
        let players = shuffler.players.count
        let sums = Mutex(Matrix(rows: players, columns: rows))
        let outputs = shuffler.caller.outputs
        let done = try ParallelLoop.run(pieces: players * rows, context: context) { piece throws(ExplainError) in
            let (player, row) = piece.quotientAndRemainder(dividingBy: rows)
            let groups = groups[player]
            let own = groups.groups[row]
            var predictions = try shuffler.switched(row: row, player: player, sources: groups.sources(without: own))
            predictions.insert(
                contentsOf: untouched[(row * outputs)..<((row + 1) * outputs)], at: own * outputs)
            let losses = groups.representatives.indices.map { scorer.loss(predictions, $0, label: row) }
            let sum = Summation.sum((0..<rows).filter { $0 != row }.map { losses[groups.groups[$0]] })
            sums.withLock { $0[player, row] = sum }
            meter.advance(by: groups.representatives.count - 1)
        }
        guard done == players * rows else { throw .deadlineExceeded }
        let losses = sums.withLock { $0 }
        let baseline = Summation.mean((0..<rows).map { scorer.loss(untouched, $0, label: $0) })
        let pairs = Double(rows) * Double(rows - 1)
        return ImportanceResult.ExactSwitch(
            loss: metric.rowLoss ?? metric.rawValue, baseline: baseline,
            values: (0..<players).map { Summation.sum(losses.row($0)) / pairs - baseline })
    }

    private func summary(_ scores: Matrix, baseline: Double, modelRows: Int) -> ImportanceResult {
        let repeats = Double(scores.columns)
        var means: [Double] = []
        var deviations: [Double] = []
        var intervals: [ImportanceResult.Interval] = []
        let factor =
            scores.columns > 1
            ? SpecialFunctions.studentQuantile((1 + confidence) / 2, degreesOfFreedom: scores.columns - 1) : 0
        for player in 0..<scores.rows {
            let mean = Summation.mean(scores.row(player))
            let squares = Summation.sum(scores.row(player).map { ($0 - mean) * ($0 - mean) })
            let half = scores.columns > 1 ? factor * (squares / (repeats - 1) / repeats).squareRoot() : 0
            means.append(mean)
            deviations.append((squares / repeats).squareRoot())
            intervals.append(ImportanceResult.Interval(lower: mean - half, upper: mean + half))
        }
        return ImportanceResult(
            metric: metric, baseline: baseline, scores: scores, means: means, deviations: deviations,
            intervals: scores.columns > 1 ? intervals : nil, confidence: confidence, modelRows: modelRows)
    }
}
