import ExplainCore

/// Writes rows as the request of a protocol.
///
/// A missing value is `null`: `NaN` is not JSON, and every one of the servers takes null for it.
struct RemoteEncoder: Sendable {
    let settings: RemoteSettings
    let columns: [RemoteColumn]
    private let layout: RemoteSettings.Layout

    init(_ settings: RemoteSettings, schema: FeatureSchema) {
        self.settings = settings
        columns = schema.features.map { RemoteColumn($0) }
        let hasNames = columns.contains { $0.categories != nil }
        let needsNames = hasNames || settings.wireProtocol == .mlflow
        layout = settings.layout ?? (needsNames ? .columns : .matrix)
    }

    /// The path of a prediction.
    var path: String {
        if let path = settings.path { return path }
        let name = settings.name ?? ""
        switch settings.wireProtocol {
        case .openInference:
            let version = settings.modelVersion.map { "/versions/\($0)" } ?? ""
            return "/v2/models/\(name)\(version)/infer"
        case .kserveV1:
            let version = settings.modelVersion.map { "/versions/\($0)" } ?? ""
            return "/v1/models/\(name)\(version):predict"
        case .mlflow: return "/invocations"
        }
    }

    /// The request for some rows, row after row in `values`.
    func encode(_ values: ArraySlice<Double>, id: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        switch settings.wireProtocol {
        case .openInference: encodeTensors(values, id: id, &writer)
        case .kserveV1:
            writer.key("instances")
            if layout == .matrix { encodeRows(values, &writer) } else { encodeRecords(values, &writer) }
        case .mlflow:
            guard layout == .columns else {
                writer.key("inputs")
                encodeRows(values, &writer)
                break
            }
            writer.key("dataframe_split")
            writer.beginObject()
            writer.key("columns")
            writer.strings(columns.map(\.name))
            writer.key("data")
            encodeRows(values, &writer)
            writer.endObject()
        }
        writer.endObject()
        return writer.bytes
    }

    private func encodeTensors(_ values: ArraySlice<Double>, id: String, _ writer: inout JSONWriter) {
        let rows = values.count / max(1, columns.count)
        // Handlers of one server repeat the identifier and fail without one.
        writer.member("id", id)
        writer.key("inputs")
        writer.beginArray()
        if layout == .matrix {
            tensor(settings.input, [rows, columns.count], settings.floatType.rawValue, &writer) { writer in
                for value in values { number(value, &writer) }
            }
        } else {
            for (index, column) in columns.enumerated() {
                let type = column.categories == nil ? settings.floatType.rawValue : "BYTES"
                tensor(column.name, [rows, 1], type, &writer) { writer in
                    for position in stride(from: values.startIndex + index, to: values.endIndex, by: columns.count) {
                        if column.categories == nil {
                            number(values[position], &writer)
                        } else {
                            cell(values[position], column, &writer)
                        }
                    }
                }
            }
        }
        writer.endArray()
        if layout == .columns { contentType("pd", &writer) }
        if let output = settings.output {
            writer.key("outputs")
            writer.beginArray()
            writer.beginObject()
            writer.member("name", output)
            writer.endObject()
            writer.endArray()
        }
    }

    private func tensor(
        _ name: String, _ shape: [Int], _ type: String, _ writer: inout JSONWriter, data: (inout JSONWriter) -> Void
    ) {
        writer.beginObject()
        writer.member("name", name)
        writer.key("shape")
        writer.beginArray()
        for size in shape { writer.int(size) }
        writer.endArray()
        writer.member("datatype", type)
        if type == "BYTES" { contentType("str", &writer) }
        writer.key("data")
        writer.beginArray()
        data(&writer)
        writer.endArray()
        writer.endObject()
    }

    private func contentType(_ type: String, _ writer: inout JSONWriter) {
        writer.key("parameters")
        writer.beginObject()
        writer.member("content_type", type)
        writer.endObject()
    }

    private func encodeRows(_ values: ArraySlice<Double>, _ writer: inout JSONWriter) {
        writer.beginArray()
        var position = values.startIndex
        while position < values.endIndex {
            writer.beginArray()
            for (offset, column) in columns.enumerated() { cell(values[position + offset], column, &writer) }
            writer.endArray()
            position += columns.count
        }
        writer.endArray()
    }

    private func encodeRecords(_ values: ArraySlice<Double>, _ writer: inout JSONWriter) {
        writer.beginArray()
        var position = values.startIndex
        while position < values.endIndex {
            writer.beginObject()
            for (offset, column) in columns.enumerated() {
                writer.key(column.name)
                cell(values[position + offset], column, &writer)
            }
            writer.endObject()
            position += columns.count
        }
        writer.endArray()
    }

    /// A value as its column is written where columns have types.
    private func cell(_ value: Double, _ column: RemoteColumn, _ writer: inout JSONWriter) {
        if let names = column.categories, let code = Int(exactly: value), names.indices.contains(code) {
            writer.string(names[code])
        } else if column.isBool, layout == .columns, value == 0 || value == 1 {
            writer.bool(value == 1)
        } else {
            number(value, &writer)
        }
    }

    private func number(_ value: Double, _ writer: inout JSONWriter) {
        guard settings.floatType == .single, value.isFinite else { return writer.doubleOrNull(value) }
        let single = Float(value)
        if single.isFinite { writer.raw("\(single)") } else { writer.null() }
    }
}
