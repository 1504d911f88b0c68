/// The rows of a background as a model reads them: those of positive weight, with rows that read alike merged.
struct ReferenceRows: Sendable {
    /// The bit patterns of the rows, row after row.
    let bits: [UInt64]
    /// The bit patterns of what the model reads, with one for all missing values.
    let read: [UInt64]
    /// One positive weight a row; they sum to 1.
    let weights: [Double]
    /// The first position of each row in the background, for messages.
    let positions: [Int]

    /// The number of rows.
    var count: Int { weights.count }

    /// Merges the rows of `background` that `model` cannot tell apart.
    ///
    /// - Complexity: O(rows * columns).
    init(_ background: Background, model: any Model) {
        var bits: [UInt64] = []
        var read: [UInt64] = []
        var weights: [Double] = []
        var positions: [Int] = []
        var known: [[UInt64]: Int] = [:]
        for (position, weight) in background.weights.enumerated() where weight > 0 {
            let row = background.rows.row(position)
            let values = row.map { Self.bits($0, model: model) }
            if let first = known[values] {
                weights[first] += weight
                continue
            }
            known[values] = weights.count
            bits += row.map(\.bitPattern)
            read += values
            weights.append(weight)
            positions.append(position)
        }
        (self.bits, self.read, self.weights, self.positions) = (bits, read, weights, positions)
    }

    /// The bit pattern of what `model` reads for `value`; all missing values have one.
    static func bits(_ value: Double, model: any Model) -> UInt64 {
        value.isNaN ? Double.nan.bitPattern : model.reading(value).bitPattern
    }
}
