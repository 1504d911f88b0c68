/// Predicts rows in which one player's values come from other rows.
struct RowSwitcher: Sendable {
    let caller: ModelCaller
    let rows: Matrix
    let players: Players

    /// The bound of a block's memory, in values.
    private static let elementsPerBlock = 1 << 18

    /// The predictions of all rows, with `player`'s values in row i taken from row `sources[i]`; nil leaves them.
    func predictions(player: Int?, sources: [Int]?) throws(ExplainError) -> [Double] {
        let columns = player.map { players.columns[$0] } ?? []
        return try predictions(count: rows.rows) { row, place, block in
            for column in 0..<rows.columns { block[place + column] = rows[row, column] }
            guard let sources else { return }
            for column in columns { block[place + column] = rows[sources[row], column] }
        }
    }

    /// The predictions of one row with `player`'s values from every other row in turn.
    func switched(row: Int, player: Int) throws(ExplainError) -> [Double] {
        try predictions(count: rows.rows - 1) { position, place, block in
            let other = position < row ? position : position + 1
            for column in 0..<rows.columns { block[place + column] = rows[row, column] }
            for column in players.columns[player] { block[place + column] = rows[other, column] }
        }
    }

    private func predictions(
        count: Int, fill: (Int, Int, inout [Double]) -> Void
    ) throws(ExplainError) -> [Double] {
        let width = rows.columns
        let size = max(1, min(1024, Self.elementsPerBlock / max(1, width)))
        var answers: [Double] = []
        answers.reserveCapacity(count * caller.outputs)
        var block: [Double] = []
        for start in stride(from: 0, to: count, by: size) {
            let used = min(size, count - start)
            if block.count != used * width { block = [Double](repeating: 0, count: used * width) }
            for offset in 0..<used { fill(start + offset, offset * width, &block) }
            answers += try caller.predict(block, firstRow: start)
        }
        return answers
    }
}
