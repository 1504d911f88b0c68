/// The buffers of one call of ``ModelGame/evaluate(_:into:)``: hybrid rows, the model's answers and the running means.
struct ModelGameBatch {
    private let game: ModelGame
    private let model: any Model
    private let space: OutputSpace
    private let width: Int
    private let modelOutputs: Int
    private let everyone: Coalition
    /// Hybrid rows, row after row; the first `filled` are in use.
    private var rows: [Double]
    private var answers: [Double] = []
    private var filled = 0
    /// Which coalition and background rows the filled rows belong to.
    private var pieces: [Piece] = []
    /// All ones where a column comes from the background, for the coalition at hand.
    private var keep: [UInt64]
    /// The instance's bits where a column comes from the instance, 0 elsewhere.
    private var fixed: [UInt64]
    private var first: [Double]
    private var excess: [CompensatedSum]

    private struct Piece {
        var position: Int
        var firstRow: Int
        var rows: Int
        var isInstance: Bool
        /// Where not every row was built: which ones, and which of them each row equals.
        var groups: PlayerPatterns.Groups?
    }

    init(game: ModelGame, modelOutputs: Int, coalitions: Int) {
        self.game = game
        model = game.model
        space = game.space
        self.modelOutputs = modelOutputs
        width = game.instance.count
        everyone = Coalition(all: game.playerCount)
        let capacity = min(game.blockRows, max(1, coalitions * game.rowsPerCoalition))
        rows = [Double](repeating: 0, count: capacity * width)
        keep = [UInt64](repeating: 0, count: width)
        fixed = [UInt64](repeating: 0, count: width)
        first = [Double](repeating: 0, count: coalitions * game.outputCount)
        excess = [CompensatedSum](repeating: CompensatedSum(), count: coalitions * game.outputCount)
    }

    private var capacity: Int { rows.count / max(1, width) }

    /// Adds the rows of one coalition, predicting whenever the block is full.
    mutating func add(_ coalition: Coalition, at position: Int) throws(ExplainError) {
        let isInstance = coalition == everyone
        mask(coalition, isInstance: isInstance)
        if !isInstance, let groups = game.patterns.groups(coalition), groups.first.count <= capacity {
            return try add(groups, at: position)
        }
        let total = isInstance ? 1 : game.rowsPerCoalition
        var row = 0
        while row < total {
            if filled == capacity { try flush() }
            let count = min(total - row, capacity - filled)
            fill(fromRow: row, count: count)
            pieces.append(Piece(position: position, firstRow: row, rows: count, isInstance: isInstance))
            filled += count
            row += count
        }
    }

    /// Adds the rows of one coalition that differ.
    private mutating func add(_ groups: PlayerPatterns.Groups, at position: Int) throws(ExplainError) {
        let count = groups.first.count
        if filled + count > capacity { try flush() }
        for row in groups.first {
            fill(fromRow: row, count: 1)
            filled += 1
        }
        pieces.append(Piece(position: position, firstRow: 0, rows: count, isInstance: false, groups: groups))
    }

    /// Predicts the filled rows and adds their answers to the means.
    mutating func flush() throws(ExplainError) {
        guard filled > 0 else { return }
        do throws(ModelError) {
            let (model, space) = (model, space)
            let used = filled * width
            let needed = filled * modelOutputs
            if answers.count != needed { answers = [Double](repeating: 0, count: needed) }
            let input = rows
            var output = answers.mutableSpan
            try model.predict(input.span.extracting(first: used), space: space, into: &output)
        } catch .notFinite(let row) {
            throw .model(.notFinite(row: backgroundRow(of: row)))
        } catch {
            throw .model(error)
        }
        var row = 0
        for piece in pieces {
            try add(piece, fromRow: row)
            row += piece.rows
        }
        pieces.removeAll(keepingCapacity: true)
        filled = 0
    }

    /// Writes the means.
    func write(into values: inout MutableSpan<Double>) {
        for index in first.indices { values[index] = first[index] + excess[index].value }
    }

    private mutating func add(_ piece: Piece, fromRow start: Int) throws(ExplainError) {
        let outputs = game.outputCount
        let weights = game.reference.weights
        for offset in 0..<(piece.groups?.group.count ?? piece.rows) {
            let row = piece.firstRow + offset
            let weight = piece.isInstance ? 1 : weights[row]
            let answerRow = start + (piece.groups?.group[offset] ?? offset)
            for output in 0..<outputs {
                let answer = answers[answerRow * modelOutputs + game.outputs[output]]
                guard answer.isFinite else { throw .model(.notFinite(row: game.reference.positions[row])) }
                let slot = piece.position * outputs + output
                if row == 0 {
                    first[slot] = answer
                } else {
                    excess[slot].add(weight * (answer - first[slot]))
                }
            }
        }
    }

    /// The background row behind a row of the block.
    private func backgroundRow(of blockRow: Int) -> Int {
        var row = max(0, blockRow)
        for piece in pieces {
            if row < piece.rows { return game.reference.positions[piece.groups?.first[row] ?? piece.firstRow + row] }
            row -= piece.rows
        }
        return 0
    }

    /// Says where each column comes from; those of no player come from the background, but for the full coalition.
    private mutating func mask(_ coalition: Coalition, isInstance: Bool) {
        if isInstance {
            for column in 0..<width {
                keep[column] = 0
                fixed[column] = game.instance[column].bitPattern
            }
            return
        }
        for column in 0..<width {
            keep[column] = .max
            fixed[column] = 0
        }
        for player in 0..<game.playerCount {
            guard coalition.contains(player) else { continue }
            for column in game.columns[player] {
                keep[column] = 0
                fixed[column] = game.instance[column].bitPattern
            }
        }
    }

    /// Builds hybrid rows without a branch: each value is the instance's bits or the background's.
    private mutating func fill(fromRow row: Int, count: Int) {
        let width = width
        let start = filled * width
        precondition(start + count * width <= rows.count, "hybrid rows fit their block")
        precondition((row + count) * width <= game.reference.bits.count, "hybrid rows come from the background")
        let (bits, mask, instance) = (game.reference.bits, keep, fixed)
        // SAFETY: both preconditions above bound every index below; mask and instance hold `width` elements by construction,
        // and no pointer outlives its closure.
        unsafe rows.withUnsafeMutableBufferPointer { rows in
            unsafe bits.withUnsafeBufferPointer { bits in
                unsafe mask.withUnsafeBufferPointer { mask in
                    unsafe instance.withUnsafeBufferPointer { instance in
                        guard let rows = rows.baseAddress, let bits = bits.baseAddress,
                            let mask = mask.baseAddress, let instance = instance.baseAddress
                        else { return }
                        for offset in 0..<count {
                            let target = unsafe rows + (start + offset * width)
                            let source = unsafe bits + (row + offset) * width
                            for column in 0..<width {
                                let kept = unsafe source[column] & mask[column]
                                unsafe target[column] = Double(bitPattern: instance[column] | kept)
                            }
                        }
                    }
                }
            }
        }
    }
}
