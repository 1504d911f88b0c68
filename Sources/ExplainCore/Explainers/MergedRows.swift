/// Background rows as the trees of an ensemble read them, with equal rows merged.
struct MergedRows: Sendable {
    /// The rows, row after row.
    let storage: [Float]
    /// One positive weight a row; they sum to 1.
    let weights: [Double]
    /// The number of values of a row.
    let width: Int

    /// The number of different rows.
    var count: Int { weights.count }

    /// Merges the rows of `background` that `ensemble` reads alike; all NaN are one.
    init(_ background: Background, of ensemble: TreeEnsemble) {
        width = background.rows.columns
        var storage: [Float] = []
        var weights: [Double] = []
        var positions: [[UInt32]: Int] = [:]
        for (row, weight) in background.weights.enumerated() where weight > 0 {
            let values = ensemble.read(background.rows.row(row)).map { $0.isNaN ? Float.nan : $0 }
            let bits = values.map(\.bitPattern)
            if let position = positions[bits] {
                weights[position] += weight
                continue
            }
            positions[bits] = weights.count
            weights.append(weight)
            storage.append(contentsOf: values)
        }
        self.storage = storage
        self.weights = weights
    }
}
