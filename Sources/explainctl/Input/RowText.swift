import ExplainCore

/// Rows as people write them: JSON, NDJSON or CSV.
enum RowText {
    /// The rows of a text in one of the formats, before a schema is known.
    enum Content: Sendable, Equatable {
        /// Rows as they go to the server.
        case rows([JSONValue])
        /// A table whose fields have no types yet.
        case table(CSVTable)
    }

    /// The rows of a file; its name's ending, else its first character, says what it holds.
    ///
    /// - Throws: ``UsageError/rows(_:)`` when it is not that.
    static func content(_ bytes: [UInt8], path: String) throws(UsageError) -> Content {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        switch ending {
        case "csv": return .table(try CSVTable(bytes, path: path))
        case "ndjson", "jsonl": return .rows(try lines(bytes, path: path))
        case "json": return .rows(try document(bytes, path: path))
        default: break
        }
        let first = bytes.first { !" \t\r\n".utf8.contains($0) }
        guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else {
            return .table(try CSVTable(bytes, path: path))
        }
        if let rows = try? document(bytes, path: path) { return .rows(rows) }
        return .rows(try lines(bytes, path: path))
    }

    /// One row, or an array of rows, or a request with its `instances`.
    ///
    /// - Throws: ``UsageError/rows(_:)`` when the text is no JSON, or no row.
    static func document(_ bytes: [UInt8], path: String) throws(UsageError) -> [JSONValue] {
        let value = try parse(bytes, path: path)
        if let instances = value["instances"]?.asArray { return instances }
        if value.asObject != nil { return [value] }
        guard let items = value.asArray else { throw .rows("\(path): a row is an array or an object") }
        let areRows = items.allSatisfy { $0.asArray != nil || $0.asObject != nil }
        return areRows && !items.isEmpty ? items : [value]
    }

    private static func lines(_ bytes: [UInt8], path: String) throws(UsageError) -> [JSONValue] {
        var rows: [JSONValue] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where line.contains(where: { !" \t\r".utf8.contains($0) }) {
            rows.append(try parse(Array(line), path: "\(path), line \(index + 1)"))
        }
        return rows
    }

    private static func parse(_ bytes: [UInt8], path: String) throws(UsageError) -> JSONValue {
        do {
            return try JSONValue.parse(bytes)
        } catch {
            throw .rows("\(path): not JSON: \(error.message)")
        }
    }
}
