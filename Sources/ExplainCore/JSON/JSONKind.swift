/// What a JSON value is.
public enum JSONKind: String, Sendable, Hashable, CaseIterable {
    /// Members between braces.
    case object
    /// Elements between brackets.
    case array
    /// Text between quotes.
    case string
    /// A number.
    case number
    /// `true` or `false`.
    case bool
    /// `null`.
    case null

    /// The kind with its article, for messages.
    public var phrase: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }
}
