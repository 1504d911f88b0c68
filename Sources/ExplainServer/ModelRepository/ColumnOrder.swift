import ExplainCore

/// Which column of a file holds which feature: every feature exactly once, in any order, and nothing else.
struct ColumnOrder {
    /// For each feature of the schema the column of the file.
    let featureColumns: [Int]
    /// The column of the weights, if any.
    let weightColumn: Int?

    /// Matches a header with a schema.
    ///
    /// - Throws: ``ModelLoadError/background(file:_:)`` for an unknown, repeated or absent name.
    init(
        _ header: [String], schema: FeatureSchema, file: String, weightColumn name: String? = nil
    ) throws(ModelLoadError) {
        var columns = [Int?](repeating: nil, count: schema.count)
        var weights: Int?
        for (column, title) in header.enumerated() {
            if let index = schema.index(of: title) {
                guard columns[index] == nil else { throw .background(file: file, .header(.twice(title))) }
                columns[index] = column
            } else if title == name {
                guard weights == nil else { throw .background(file: file, .header(.twice(title))) }
                weights = column
            } else {
                let nearest = NearestName.nearest(to: title, among: schema.names)
                throw .background(file: file, .header(.unknown(title, nearest: nearest)))
            }
        }
        for (index, column) in columns.enumerated() where column == nil {
            throw .background(file: file, .header(.absent(schema.features[index].name)))
        }
        featureColumns = columns.compactMap(\.self)
        weightColumn = weights
    }
}
