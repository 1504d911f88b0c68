/// Predicts rows in which one player's values come from other rows.
struct RowSwitcher: Sendable {
    let caller: ModelCaller
    let rows: Matrix
    let players: Players
    /// Looked at between blocks, as one pass over many rows takes long.
    let checkpoint: Checkpoint

    /// The rows of a block: what a small model needs to reach its speed.
    private static let rowsPerBlock = 1024
    /// Model operations of a block, some tens of milliseconds; of a costly model a block is no smaller than this.
    private static let operationsPerBlock = 40_000_000
    private static let smallestBlock = 64
    /// The bound of a block's memory, in values and in answers.
    private static let elementsPerBlock = 1 << 18

    /// The predictions of all rows as they are.
    func predictions() throws(ExplainError) -> [Double] {
        var answers: [Double] = []
        answers.reserveCapacity(rows.rows * caller.outputs)
        var block: [Double] = []
        for range in blocks(of: rows.rows) {
            try checkpoint.look()
            load(range, into: &block)
            answers += try caller.predict(block, firstRow: range.lowerBound)
        }
        return answers
    }

    /// The predictions of all rows, once for each of `shuffles`, with `player`'s values in row i taken from row `shuffle[i]`.
    ///
    /// A block's rows are copied once, and each shuffle writes the player's columns over the last one's. `predicted` is told
    /// how many rows were predicted.
    func predictions(
        player: Int, shuffles: ArraySlice<[Int]>, predicted: (Int) -> Void
    ) throws(ExplainError) -> [[Double]] {
        let width = rows.columns
        var answers = [[Double]](repeating: [], count: shuffles.count)
        for number in answers.indices { answers[number].reserveCapacity(rows.rows * caller.outputs) }
        var block: [Double] = []
        for range in blocks(of: rows.rows) {
            load(range, into: &block)
            for (number, sources) in shuffles.enumerated() {
                try checkpoint.look()
                for column in players.columns[player] {
                    for (offset, row) in range.enumerated() {
                        block[offset * width + column] = rows[sources[row], column]
                    }
                }
                answers[number] += try caller.predict(block, firstRow: range.lowerBound)
                predicted(range.count)
            }
        }
        return answers
    }

    /// The predictions of row `row` with `player`'s values from each of the rows `sources` in turn.
    func switched(row: Int, player: Int, sources: [Int]) throws(ExplainError) -> [Double] {
        let width = rows.columns
        var answers: [Double] = []
        answers.reserveCapacity(sources.count * caller.outputs)
        var block: [Double] = []
        for range in blocks(of: sources.count) {
            try checkpoint.look()
            block.removeAll(keepingCapacity: true)
            for _ in range { block += rows.row(row) }
            for column in players.columns[player] {
                for (offset, position) in range.enumerated() {
                    block[offset * width + column] = rows[sources[position], column]
                }
            }
            answers += try caller.predict(block, firstRow: range.lowerBound)
        }
        return answers
    }

    private func load(_ range: Range<Int>, into block: inout [Double]) {
        let width = rows.columns
        block.replaceSubrange(
            block.indices, with: rows.storage[(range.lowerBound * width)..<(range.upperBound * width)])
    }

    /// 0..<`count` cut into blocks.
    private func blocks(of count: Int) -> [Range<Int>] {
        let widest = max(1, rows.columns, caller.outputs)
        let costly = max(Self.smallestBlock, Self.operationsPerBlock / max(1, caller.model.operationsPerRow))
        let size = max(1, min(Self.rowsPerBlock, costly, Self.elementsPerBlock / widest))
        return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }
}
