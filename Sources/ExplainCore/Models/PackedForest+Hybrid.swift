extension PackedForest {
    /// The columns of all rows, the last of which is the instance.
    func hybridColumns(
        _ rows: [Double], featureCount: Int, _ categories: CategorySets
    ) -> HybridColumns<Float> {
        let count = rows.count / featureCount
        var values: [Float] = []
        values.reserveCapacity(width * count)
        for column in columns {
            for row in 0..<count {
                values.append(column.resolve(Float(rows[row * featureCount + column.feature]), categories))
            }
        }
        // The constant column is the same in every row, whichever input it is said to come from.
        values.append(contentsOf: repeatElement(-.infinity, count: count))
        return HybridColumns(features: columns.map(\.feature) + [0], values: values, rowCount: count - 1)
    }
}
