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

    /// The predictions of all rows, with `player`'s values in row i taken from row `sources[i]`; nil leaves them.
    func predictions(player: Int?, sources: [Int]?) throws(ExplainError) -> [Double] {
        let width = rows.columns
        let columns = player.map { players.columns[$0] } ?? []
        return try predictions(count: rows.rows) { range, block in
            block.replaceSubrange(
                block.indices, with: rows.storage[(range.lowerBound * width)..<(range.upperBound * width)])
            guard let sources else { return }
            for column in columns {
                for (offset, row) in range.enumerated() { block[offset * width + column] = rows[sources[row], column] }
            }
        }
    }

    /// The predictions of one row with `player`'s values from every other row in turn.
    func switched(row: Int, player: Int) throws(ExplainError) -> [Double] {
        let width = rows.columns
        return try predictions(count: rows.rows - 1) { range, block in
            block.removeAll(keepingCapacity: true)
            for _ in range { block += rows.row(row) }
            for column in players.columns[player] {
                for (offset, position) in range.enumerated() {
                    block[offset * width + column] = rows[position < row ? position : position + 1, column]
                }
            }
        }
    }

    private func predictions(
        count: Int, fill: (Range<Int>, inout [Double]) -> Void
    ) throws(ExplainError) -> [Double] {
        let widest = max(1, rows.columns, caller.outputs)
        let costly = max(Self.smallestBlock, Self.operationsPerBlock / max(1, caller.model.operationsPerRow))
        let size = max(1, min(Self.rowsPerBlock, costly, Self.elementsPerBlock / widest))
        var answers: [Double] = []
        answers.reserveCapacity(count * caller.outputs)
        var block: [Double] = []
        for start in stride(from: 0, to: count, by: size) {
            try checkpoint.look()
            fill(start..<min(start + size, count), &block)
            answers += try caller.predict(block, firstRow: start)
        }
        return answers
    }
}
