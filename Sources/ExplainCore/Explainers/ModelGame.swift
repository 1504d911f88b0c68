/// The game of a model's answer for one instance against a background: v(S) = sum_b w_b f(x_S, b_rest).
///
/// The interventional expectation (Lundberg & Lee 2017, NeurIPS; Janzing et al. 2020, AISTATS). It is computed as
/// f_0 + sum_b w_b (f_b - f_0), with f_0 the answer for the first background row, in row order with compensation: the same
/// bits in any batch, exactly f(x) for the full coalition (which costs one row), and exactly equal values where a player
/// changes no answer.
///
/// Rows that the model cannot tell apart are predicted once: equal background rows are merged, and of a coalition whose
/// absent players have few different values only the combinations that occur are predicted.
public struct ModelGame: CoalitionGame {
    /// The number of players.
    public let playerCount: Int
    /// The number of explained outputs.
    public let outputCount: Int
    /// The number of different background rows of positive weight.
    public let rowsPerCoalition: Int
    /// The number of coalitions a call handles best.
    public let preferredBatch: Int

    let model: any Model
    let space: OutputSpace
    let outputs: [Int]
    /// The reference rows.
    let reference: ReferenceRows
    let instance: [Double]
    let columns: [[Int]]
    /// What the players' values in the reference rows are, for those absent.
    let patterns: PlayerPatterns
    /// The model's faster way to predict the rows of coalitions, if it has one.
    let hybrid: (any HybridPredictor)?
    /// The number of model rows built and predicted at a time.
    let blockRows: Int
    /// Where the empty coalition's values are kept for other instances, and what under.
    private let shared: (cache: BaseValueCache, key: BaseValueCache.Key)?

    /// Creates the game; `outputs` are the positions of the explained outputs among the model's in `space`.
    ///
    /// The games of one model that share `baseValues` evaluate the empty coalition once.
    public init(
        model: any Model, instance: [Double], background: Background, players: Players, space: OutputSpace,
        outputs: [Int], baseValues: BaseValueCache? = nil
    ) {
        let width = model.featureCount
        precondition(instance.count == width && background.rows.columns == width, "rows have the model's width")
        precondition(players.columns.reduce(0) { $0 + $1.count } == width, "the players are the model's columns")
        precondition(!outputs.isEmpty, "an output is explained")
        let reference = ReferenceRows(background, model: model)
        let hybrid = model.hybridPredictor(
            instance: instance, background: reference.bits.map { Double(bitPattern: $0) }, space: space)
        self.init(
            model: model, instance: instance, reference: reference, columns: players.columns, space: space,
            outputs: outputs, hybrid: hybrid,
            shared: baseValues.map {
                ($0, BaseValueCache.Key(background: background.digest, space: space, outputs: outputs))
            })
    }

    /// Creates the game of some of the columns; the others have the reference rows' values.
    private init(
        model: any Model, instance: [Double], reference: ReferenceRows, columns: [[Int]], space: OutputSpace,
        outputs: [Int], hybrid: (any HybridPredictor)?, shared: (cache: BaseValueCache, key: BaseValueCache.Key)?
    ) {
        self.hybrid = hybrid
        self.shared = shared
        self.model = model
        self.space = space
        self.outputs = outputs
        self.instance = instance
        self.reference = reference
        self.columns = columns
        patterns = PlayerPatterns(reference, columns: columns)
        playerCount = columns.count
        outputCount = outputs.count
        rowsPerCoalition = reference.count
        let costly = max(1, Self.operationsPerCall / max(1, model.operationsPerRow))
        let widest = max(1, model.featureCount, model.outputCount(in: space) ?? 1)
        let narrow = max(1, Self.elementsPerBlock / widest)
        blockRows = max(1, min(max(model.preferredBatchRows, Self.smallestBlock), narrow))
        preferredBatch = max(1, min(Self.rowsPerCall, costly) / rowsPerCoalition)
    }

    /// The players whose values the model can tell from those of some reference row; the others are worth exactly 0.
    func distinctPlayers() -> [Int] {
        let bits = instance.map { ReferenceRows.bits($0, model: model) }
        return columns.indices.filter { player in
            columns[player].contains { column in
                (0..<reference.count).contains { reference.read[$0 * instance.count + column] != bits[column] }
            }
        }
    }

    /// The game of some of the players, without those that change no answer.
    func restricted(to players: [Int]) -> ModelGame {
        ModelGame(
            model: model, instance: instance, reference: reference, columns: players.map { columns[$0] }, space: space,
            outputs: outputs, hybrid: hybrid, shared: shared)
    }

    /// The fewest rows built at a time, whatever a model prefers.
    private static let smallestBlock = 64
    /// The bound of a block's memory, in values and in answers.
    private static let elementsPerBlock = 1 << 18
    /// Rows of one call of ``evaluate(_:into:)``: enough to hide the hand-over between threads.
    private static let rowsPerCall = 4096
    /// Model operations of one call: some tens of milliseconds, so that a cancellation is soon noticed.
    private static let operationsPerCall = 40_000_000

    /// The number of model rows that `evaluations` coalitions are made of, the full one among them.
    ///
    /// Rows that the model cannot tell apart count each time, and cost once; so do those of the empty coalition, which
    /// instances share.
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
        let known = shared.flatMap { $0.cache.values(for: $0.key) }
        var empty: Int?
        for (position, coalition) in coalitions.enumerated() {
            // Without players the empty coalition is the full one, the instance itself.
            let isEmpty = playerCount > 0 && coalition == Coalition()
            if isEmpty, let known {
                batch.set(known, at: position)
                continue
            }
            if isEmpty { empty = position }
            try batch.add(coalition, at: position)
        }
        try batch.flush()
        batch.write(into: &values)
        guard let shared, let empty else { return }
        shared.cache.keep((0..<outputCount).map { values[empty * outputCount + $0] }, for: shared.key)
    }
}
