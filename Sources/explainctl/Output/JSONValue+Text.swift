import ExplainCore

extension JSONValue {
    /// The value as it stands in a table: strings without quotes, short numbers, lists with commas.
    var plainText: String {
        switch self {
        case .null: "-"
        case .bool(let value): value ? "yes" : "no"
        case .number(let number): number.integer.map(String.init) ?? Number.short(number.double)
        case .string(let text): text
        case .array(let items): items.map(\.plainText).joined(separator: ", ")
        case .object(let members): members.map { "\($0.key) \($0.value.plainText)" }.joined(separator: ", ")
        }
    }

    /// The number, or 0 where there is none.
    var count: Int { asInt ?? 0 }
}
