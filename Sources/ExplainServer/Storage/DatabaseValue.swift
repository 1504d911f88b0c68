/// A value bound to a parameter of a statement.
enum DatabaseValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// A number, or null.
    static func integer(_ value: Int64?) -> DatabaseValue { value.map { .integer($0) } ?? .null }

    /// A count, or null.
    static func count(_ value: Int?) -> DatabaseValue { value.map { .integer(Int64($0)) } ?? .null }

    /// A text, or null.
    static func text(_ value: String?) -> DatabaseValue { value.map { .text($0) } ?? .null }
}
