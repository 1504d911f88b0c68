import ExplainCore

extension CSVTable {
    /// The rows as objects by feature name: empty fields are null, numbers are numbers, everything else is text.
    ///
    /// `textColumns` stay text even where they look like numbers: categories may be called `1` and `2`.
    func objects(textColumns: Set<String>, without column: String? = nil) -> [JSONValue] {
        rows.map { fields in
            .object(
                header.indices.compactMap { index in
                    guard header[index] != column else { return nil }
                    let isText = textColumns.contains(header[index])
                    return JSONMember(header[index], Self.value(fields[index], isText: isText))
                })
        }
    }

    /// One field as a JSON value.
    static func value(_ field: String, isText: Bool) -> JSONValue {
        if field.isEmpty { return .null }
        if isText { return .string(field) }
        switch field {
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        let isPlain = field.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        if isPlain, let number = Int(field) { return .number(JSONNumber(number)) }
        if isPlain, let number = Double(field), number.isFinite { return .number(JSONNumber(number)) }
        return .string(field)
    }
}
