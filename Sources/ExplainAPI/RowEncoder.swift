public import ExplainCore

/// Writes rows of numbers as a request would give them: categories by name, NaN as `null`, booleans as such.
public struct RowEncoder: Sendable {
    /// The columns.
    public let schema: FeatureSchema

    /// Creates an encoder.
    public init(schema: FeatureSchema) {
        self.schema = schema
    }

    /// The value of one column.
    public func value(_ value: Double, column: Int) -> JSONValue {
        guard value.isFinite else { return .null }
        switch schema.features[column].kind {
        case .bool where value == 0 || value == 1: return .bool(value == 1)
        case .category(let names):
            if let code = Int(exactly: value), names.indices.contains(code) { return .string(names[code]) }
            return .number(JSONNumber(value))
        default: return .number(JSONNumber(value))
        }
    }

    /// One value a column.
    public func row(_ row: some Collection<Double>) -> [JSONValue] {
        row.enumerated().map { value($1, column: $0) }
    }

    /// One value a player: the column's, or for a group an object of its columns by name.
    public func row(_ row: [Double], players: Players) -> [JSONValue] {
        players.columns.map { columns in
            if columns.count == 1, let column = columns.first { return value(row[column], column: column) }
            return .object(
                columns.map { JSONMember(schema.features[$0].name, value(row[$0], column: $0)) })
        }
    }
}
