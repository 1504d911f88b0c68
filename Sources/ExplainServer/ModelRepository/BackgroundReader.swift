import ExplainCore

/// Reads reference rows from CSV or JSON, told by their content.
enum BackgroundReader {
    /// The largest background file, in bytes.
    static let maximumBytes = 64 * 1024 * 1024

    /// The CSV column that holds the rows' weights, if any; no feature is called so.
    static let weightColumn = "__weight__"

    /// The names of the columns, in the file's order, without the weights.
    ///
    /// - Throws: ``ModelLoadError`` when the file is malformed; nil when a JSON file has no `features`.
    static func featureNames(_ bytes: [UInt8], file: String) throws(ModelLoadError) -> [String]? {
        if isJSON(bytes) { return try JSONBackground(bytes, file: file).features }
        var reader = CSVReader(bytes)
        do { return try reader.nextRecord()?.filter { $0 != weightColumn } } catch { throw .csv(file: file, error) }
    }

    /// The background.
    ///
    /// - Throws: ``ModelLoadError`` with the line and column, or the place in the JSON document, of the first fault.
    static func read(
        _ bytes: [UInt8], file: String, schema: FeatureSchema
    ) throws(ModelLoadError) -> Background {
        isJSON(bytes)
            ? try JSONBackground(bytes, file: file).background(schema)
            : try readCSV(bytes, file: file, schema: schema)
    }

    private static func isJSON(_ bytes: [UInt8]) -> Bool {
        bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{")
    }

    private static func readCSV(
        _ bytes: [UInt8], file: String, schema: FeatureSchema
    ) throws(ModelLoadError) -> Background {
        var reader = CSVReader(bytes)
        let header: [String]?
        do { header = try reader.nextRecord() } catch { throw .csv(file: file, error) }
        guard let header else { throw .background(file: file, .empty) }
        let columns = try ColumnOrder(header, schema: schema, file: file, weightColumn: weightColumn)
        var values: [Double] = []
        var weights: [Double] = []
        while let record = try nextRecord(&reader, file) {
            for (index, column) in columns.featureColumns.enumerated() {
                let feature = schema.features[index]
                do { values.append(try FeatureCell.value(of: record[column], in: feature)) } catch {
                    let place = "line \(reader.line), column \(column + 1)"
                    throw .background(file: file, .cell(place: place, feature: feature.name, error))
                }
            }
            guard let column = columns.weightColumn else { continue }
            guard let weight = FeatureCell.decimal(record[column]), weight.isFinite, weight >= 0 else {
                throw .background(file: file, .weight(place: "line \(reader.line), column \(column + 1)"))
            }
            weights.append(weight)
        }
        let rows = values.count / max(1, schema.count)
        return try make(
            Matrix(rows: rows, columns: schema.count, storage: values),
            weights: columns.weightColumn == nil ? nil : weights, file: file)
    }

    private static func nextRecord(_ reader: inout CSVReader, _ file: String) throws(ModelLoadError) -> [String]? {
        do { return try reader.nextRecord() } catch { throw .csv(file: file, error) }
    }

    /// The background of checked rows; without weights all rows count the same.
    static func make(_ rows: Matrix, weights: [Double]?, file: String) throws(ModelLoadError) -> Background {
        do {
            guard let weights else { return try Background(rows) }
            return try Background(rows, weights: weights)
        } catch {
            throw .background(file: file, .weights(error))
        }
    }
}
