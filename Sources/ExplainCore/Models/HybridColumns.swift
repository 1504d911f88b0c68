/// What a forest's columns hold for the rows of a background and for one instance, and how tiles of hybrid rows are made
/// of that.
struct HybridColumns<Value: BitwiseCopyable & Sendable>: Sendable {
    /// The rows of a tile, whose values of a column stand together.
    static var tileRows: Int { 64 }

    /// The input column behind each column.
    private let features: [Int]
    /// The values, column after column: those of the background's rows, then the instance's.
    private let values: [Value]
    private let rowCount: Int

    /// Creates columns from `values`, of which each column has `rowCount` of the background and then the instance's.
    init(features: [Int], values: [Value], rowCount: Int) {
        precondition(values.count == features.count * (rowCount + 1), "a value for every row and column")
        self.features = features
        self.values = values
        self.rowCount = rowCount
    }

    /// Writes the rows of `pieces` into tiles: in a tile, column after column, 64 values each.
    ///
    /// What stands for the missing rows of the last tile is not said.
    // SAFETY: the caller vouches that `tiles` has room for as many whole tiles as the rows fill.
    @unsafe
    func fill(_ pieces: [HybridPiece], into tiles: UnsafeMutablePointer<Value>) {
        var filled = 0
        for piece in pieces {
            var done = 0
            while done < piece.count {
                let lane = filled % Self.tileRows
                let count = min(piece.count - done, Self.tileRows - lane)
                let tile = filled / Self.tileRows * Self.tileRows * features.count
                unsafe fill(piece, done..<(done + count), into: tiles + tile + lane)
                filled += count
                done += count
            }
        }
    }

    // SAFETY: `target` is a lane of a tile that has as many lanes behind it as `positions` has rows.
    @unsafe
    private func fill(_ piece: HybridPiece, _ positions: Range<Int>, into target: UnsafeMutablePointer<Value>) {
        let rows = positions.map(piece.row)
        let isFixed = piece.isFixed
        precondition(rows.allSatisfy { (0..<rowCount).contains($0) }, "rows are the background's")
        guard let first = rows.first, let last = rows.last else { return }
        let areNeighbours = last - first + 1 == rows.count
        // SAFETY: a column has `rowCount` values and the instance's behind them, see the initialiser; rows lie below `rowCount`.
        unsafe values.withUnsafeBufferPointer { values in
            guard var source = values.baseAddress else { return }
            var lanes = unsafe target
            for feature in features {
                if isFixed[feature] {
                    unsafe lanes.update(repeating: source[rowCount], count: rows.count)
                } else if areNeighbours {
                    unsafe lanes.update(from: source + first, count: rows.count)
                } else {
                    for (lane, row) in rows.enumerated() { unsafe lanes[lane] = source[row] }
                }
                unsafe source += rowCount + 1
                unsafe lanes += Self.tileRows
            }
        }
    }
}
