import ExplainAPI
import ExplainCore

/// The request that is printed at start, for people to try.
enum ExampleRequest {
    /// A `curl` that explains a reference row of the first model that has one, with its line end.
    static func text(_ catalog: ModelCatalog, host: String, port: UInt16) -> String? {
        let candidates = catalog.names.sorted { ($0 != "credit" ? 1 : 0, $0) < ($1 != "credit" ? 1 : 0, $1) }
        for name in candidates {
            guard let served = catalog.model(name), let background = served.defaultBackground,
                let row = served.backgrounds[background]?.rows.row(0)
            else { continue }
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("instances")
            writer.beginArray()
            writer.value(.array(RowEncoder(schema: served.schema).row(row)))
            writer.endArray()
            writer.endObject()
            let body = String(decoding: writer.bytes, as: UTF8.self).replacing("'", with: "'\\''")
            return """
                try: curl -s http://\(host):\(port)/v1/models/\(name):explain \\
                    -H 'Content-Type: application/json' -d '\(body)'

                """
        }
        return nil
    }
}
