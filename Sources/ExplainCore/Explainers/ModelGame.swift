/// The game of a model's answer for one instance against a background: v(S) = sum_b w_b f(x_S, b_rest).
///
/// The interventional expectation (Lundberg & Lee 2017, NeurIPS; Janzing et al. 2020, AISTATS). It is computed as
/// f_0 + sum_b w_b (f_b - f_0), with f_0 the answer for the first background row, in row order with compensation: the same
/// bits in any batch, exactly f(x) for the full coalition (which costs one row), and exactly equal values where a player
/// changes no answer.
public struct ModelGame: CoalitionGame {
    /// The number of players.
    public let playerCount: Int
    /// The number of explained outputs.
    public let outputCount: Int
    /// The number of background rows of positive weight.
    public let rowsPerCoalition: Int
    /// The number of coalitions a call handles best.
    public let preferredBatch: Int

    let model: any Model
    let space: OutputSpace
    let outputs: [Int]
    /// The bit patterns of the background rows of positive weight, row after row.
    let backgroundBits: [UInt64]
    /// The positions of those rows in the background, for messages.
    let backgroundRows: [Int]
    let weights: [Double]
    let instance: [Double]
    let columns: [[Int]]
    /// The number of model rows built and predicted at a time.
    let blockRows: Int

    /// Creates the game; `outputs` are the positions of the explained outputs among the model's in `space`.
    public init(
        model: any Model, instance: [Double], background: Background, players: Players, space: OutputSpace,
        outputs: [Int]
    ) {
        let width = model.featureCount
        precondition(instance.count == width && background.rows.columns == width, "rows have the model's width")
        precondition(players.columns.reduce(0) { $0 + $1.count } == width, "the players are the model's columns")
        precondition(!outputs.isEmpty, "an output is explained")
        self.model = model
        self.space = space
        self.outputs = outputs
        self.instance = instance
        columns = players.columns
        backgroundRows = background.weights.indices.filter { background.weights[$0] > 0 }
        weights = backgroundRows.map { background.weights[$0] }
        backgroundBits = backgroundRows.flatMap { background.rows.row($0).map(\.bitPattern) }
        playerCount = players.count
        outputCount = outputs.count
        rowsPerCoalition = weights.count
        let costly = max(1, Self.operationsPerCall / max(1, model.operationsPerRow))
        let widest = max(1, width, model.outputCount(in: space) ?? 1)
        let narrow = max(1, Self.elementsPerBlock / widest)
        blockRows = max(1, min(max(model.preferredBatchRows, Self.smallestBlock), narrow))
        preferredBatch = max(1, min(Self.rowsPerCall, costly) / weights.count)
    }

    /// The fewest rows built at a time, whatever a model prefers.
    private static let smallestBlock = 64
    /// The bound of a block's memory, in values and in answers.
    private static let elementsPerBlock = 1 << 18
    /// Rows of one call of ``evaluate(_:into:)``: enough to hide the hand-over between threads.
    private static let rowsPerCall = 4096
    /// Model operations of one call: some tens of milliseconds, so that a cancellation is soon noticed.
    private static let operationsPerCall = 40_000_000

    /// The number of model rows that evaluating `evaluations` coalitions costs, the full one among them.
    public func modelRows(evaluations: Int) -> Int {
        let (rows, overflow) = (evaluations - 1).multipliedReportingOverflow(by: rowsPerCoalition)
        return overflow ? .max : rows + 1
    }

    /// Evaluates coalitions.
    ///
    /// - Throws: ``ExplainError/model(_:)`` when the model fails; a row named in the error is a row of the background.
    public func evaluate(
        _ coalitions: ArraySlice<Coalition>, into values: inout MutableSpan<Double>
    ) throws(ExplainError) {
        precondition(values.count == coalitions.count * outputCount, "there is room for every value")
        guard let modelOutputs = model.outputCount(in: space) else { throw .model(.spaceNotOffered(space)) }
        precondition(outputs.allSatisfy { (0..<modelOutputs).contains($0) }, "explained outputs exist")
        var batch = ModelGameBatch(game: self, modelOutputs: modelOutputs, coalitions: coalitions.count)
        for (position, coalition) in coalitions.enumerated() { try batch.add(coalition, at: position) }
        try batch.flush()
        batch.write(into: &values)
    }
}
