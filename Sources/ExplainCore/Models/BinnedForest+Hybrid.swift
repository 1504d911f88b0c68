extension BinnedForest {
    /// The columns of all rows, the last of which is the instance.
    func hybridColumns(
        _ rows: [Double], featureCount: Int, _ categories: CategorySets
    ) -> HybridColumns<Int8> {
        let count = rows.count / featureCount
        var values = [Int8](repeating: 0, count: width * count)
        var tile = [Lanes](repeating: Lanes(), count: width)
        for start in stride(from: 0, to: width > 0 ? count : 0, by: Self.tileRows) {
            let range = start..<min(start + Self.tileRows, count)
            reduce(rows.span, range, featureCount: featureCount, categories, into: &tile, from: 0)
            for column in 0..<width {
                for row in range { values[column * count + row] = tile[column][row - start] }
            }
        }
        let features = chunks.flatMap { [$0.feature, $0.feature] } + categoryColumns.map(\.feature)
        return HybridColumns(features: features, values: values, rowCount: count - 1)
    }
}
