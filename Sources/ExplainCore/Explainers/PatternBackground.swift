/// A background's rows, equal ones merged, column after column.
struct PatternBackground: Sendable {
    /// The merged rows, row after row.
    let rows: MergedRows
    /// The same values, column after column.
    let columns: [Float]

    /// The number of different rows.
    var count: Int { rows.count }

    /// The memory that the rows take.
    var bytes: Int { 8 * columns.count + 8 * count }

    /// Lays out `background` as `ensemble` reads it.
    init(_ background: Background, of ensemble: TreeEnsemble) {
        rows = MergedRows(background, of: ensemble)
        let (count, width) = (rows.count, rows.width)
        var columns = [Float](repeating: 0, count: count * width)
        for row in 0..<count {
            for column in 0..<width { columns[column * count + row] = rows.storage[row * width + column] }
        }
        self.columns = columns
    }
}
