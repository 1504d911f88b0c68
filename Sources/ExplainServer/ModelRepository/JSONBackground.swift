import ExplainCore

/// A background as JSON: `{"features": [...], "rows": [[...], ...], "weights": [...]}`.
struct JSONBackground {
    /// The names of the columns; the schema's order where they are absent.
    private(set) var features: [String]?
    private var rows: [[JSONValue]] = []
    private var weights: [Double]?
    private let file: String

    /// Reads a document.
    ///
    /// - Throws: ``ModelLoadError/json(file:_:)`` when it is malformed or has an unknown member.
    init(_ bytes: [UInt8], file: String) throws(ModelLoadError) {
        self.file = file
        do throws(JSONError) {
            var reader = JSONReader(bytes)
            try read(&reader)
            try reader.finish()
        } catch {
            throw .json(file: file, error)
        }
    }

    private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "features": features = try SettingsReading.names(&reader)
            case "weights": weights = try reader.readDoubles()
            case "rows":
                rows = try SettingsReading.list(&reader) { (reader) throws(JSONError) in
                    try SettingsReading.list(&reader) { (reader) throws(JSONError) in try reader.readValue() }
                }
            default: throw SettingsReading.unknown(key, among: ["features", "rows", "weights"], reader)
            }
        }
    }

    /// The background in the schema's column order.
    ///
    /// - Throws: ``ModelLoadError`` with the place of the first fault.
    func background(_ schema: FeatureSchema) throws(ModelLoadError) -> Background {
        let columns = try ColumnOrder(features ?? schema.names, schema: schema, file: file).featureColumns
        var values: [Double] = []
        for (number, row) in rows.enumerated() {
            guard row.count == columns.count else {
                throw .background(file: file, .width(row: number, row.count, features: columns.count))
            }
            for (index, column) in columns.enumerated() {
                let feature = schema.features[index]
                do { values.append(try FeatureCell.value(of: row[column], in: feature)) } catch {
                    let place = "rows[\(number)][\(column)]"
                    throw .background(file: file, .cell(place: place, feature: feature.name, error))
                }
            }
        }
        let matrix = Matrix(rows: rows.count, columns: schema.count, storage: values)
        return try BackgroundReader.make(matrix, weights: weights, file: file)
    }
}
