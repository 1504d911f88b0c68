/// The buffers of one call of ``ModelGame/evaluate(_:into:)``: hybrid rows, the model's answers and the running means.
struct ModelGameBatch {
    private let game: ModelGame
    private let model: any Model
    private let space: OutputSpace
    private let width: Int
    private let modelOutputs: Int
    private let everyone: Coalition
    /// The most rows that are predicted together.
    private let capacity: Int
    /// Hybrid rows, row after row, where the model has no faster way.
    private var rows: [Double] = []
    private var answers: [Double] = []
    private var filled = 0
    /// Which coalition and background rows the rows to predict belong to.
    private var pieces: [Piece] = []
    private var first: [Double]
    private var excess: [CompensatedSum]

    private struct Piece {
        var coalition: Coalition
        var position: Int
        var firstRow: Int
        var rows: Int
        var isInstance: Bool
        /// Where not every row is predicted: which ones, and which of them each row equals.
        var groups: PlayerPatterns.Groups?
    }

    init(game: ModelGame, modelOutputs: Int, coalitions: Int) {
        self.game = game
        model = game.model
        space = game.space
        self.modelOutputs = modelOutputs
        width = game.instance.count
        everyone = Coalition(all: game.playerCount)
        capacity = min(game.blockRows, max(1, coalitions * game.rowsPerCoalition))
        first = [Double](repeating: 0, count: coalitions * game.outputCount)
        excess = [CompensatedSum](repeating: CompensatedSum(), count: coalitions * game.outputCount)
    }

    /// Adds the rows of one coalition, predicting whenever the block is full.
    mutating func add(_ coalition: Coalition, at position: Int) throws(ExplainError) {
        let isInstance = coalition == everyone
        var piece = Piece(coalition: coalition, position: position, firstRow: 0, rows: 0, isInstance: isInstance)
        if !isInstance, let groups = game.patterns.groups(coalition), groups.first.count <= capacity {
            if filled + groups.first.count > capacity { try flush() }
            piece.rows = groups.first.count
            piece.groups = groups
            pieces.append(piece)
            filled += piece.rows
            return
        }
        let total = isInstance ? 1 : game.rowsPerCoalition
        while piece.firstRow < total {
            if filled == capacity { try flush() }
            piece.rows = min(total - piece.firstRow, capacity - filled)
            pieces.append(piece)
            filled += piece.rows
            piece.firstRow += piece.rows
        }
    }

    /// Takes the values of a coalition that are known.
    mutating func set(_ values: [Double], at position: Int) {
        for (output, value) in values.enumerated() { first[position * game.outputCount + output] = value }
    }

    /// The fewest rows that are worth a model's faster way, which may take as long for them as for many.
    private static let rowsWorthHybrid = 16

    /// Predicts the rows of all pieces and adds their answers to the means.
    mutating func flush() throws(ExplainError) {
        guard filled > 0 else { return }
        do throws(ModelError) {
            let needed = filled * modelOutputs
            if answers.count != needed { answers = [Double](repeating: 0, count: needed) }
            if let hybrid = game.hybrid, filled >= Self.rowsWorthHybrid {
                let pieces = pieces.map(hybridPiece)
                var output = answers.mutableSpan
                try hybrid.predict(pieces, into: &output)
            } else {
                let rows = build()
                let (model, space, filled, width) = (model, space, filled, width)
                var output = answers.mutableSpan
                try model.predict(rows.span.extracting(first: filled * width), space: space, into: &output)
            }
        } catch .notFinite(let row) {
            throw .model(.notFinite(row: backgroundRow(of: row)))
        } catch {
            throw ExplainError(error)
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

    private func hybridPiece(_ piece: Piece) -> HybridPiece {
        let isFixed = isFixed(piece)
        if let groups = piece.groups { return HybridPiece(isFixed: isFixed, rows: .list(groups.first)) }
        return HybridPiece(isFixed: isFixed, rows: .range(piece.firstRow..<(piece.firstRow + piece.rows)))
    }

    /// Which columns are the instance's; those of no player come from the background, but for the full coalition.
    private func isFixed(_ piece: Piece) -> [Bool] {
        if piece.isInstance { return [Bool](repeating: true, count: width) }
        var isFixed = [Bool](repeating: false, count: width)
        piece.coalition.forEachMember { player in
            for column in game.columns[player] { isFixed[column] = true }
        }
        return isFixed
    }

    /// Builds the hybrid rows of all pieces.
    private mutating func build() -> [Double] {
        if rows.isEmpty { rows = [Double](repeating: 0, count: capacity * width) }
        var start = 0
        for piece in pieces {
            // All ones where a column comes from the background, and the instance's bits where it does not.
            let isFixed = isFixed(piece)
            let keep = isFixed.map { $0 ? 0 : UInt64.max }
            let fixed = isFixed.indices.map { isFixed[$0] ? game.instance[$0].bitPattern : 0 }
            if let groups = piece.groups {
                for row in groups.first {
                    fill(start, fromRow: row, count: 1, keep, fixed)
                    start += 1
                }
            } else {
                fill(start, fromRow: piece.firstRow, count: piece.rows, keep, fixed)
                start += piece.rows
            }
        }
        return rows
    }

    /// Builds hybrid rows without a branch: each value is the instance's bits or the background's.
    private mutating func fill(_ place: Int, fromRow row: Int, count: Int, _ mask: [UInt64], _ instance: [UInt64]) {
        let width = width
        let start = place * width
        precondition(start + count * width <= rows.count, "hybrid rows fit their block")
        precondition((row + count) * width <= game.reference.bits.count, "hybrid rows come from the background")
        precondition(mask.count == width && instance.count == width, "a column has a mask and a value")
        let bits = game.reference.bits
        // SAFETY: the preconditions above bound every index below, and no pointer outlives its closure.
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
