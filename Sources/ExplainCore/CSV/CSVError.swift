/// Why a CSV text was refused, and where.
public struct CSVError: Error, Sendable, Equatable {
    /// The line on which the record's field starts, from 1.
    public var line: Int
    /// The number of the field in its record, from 1.
    public var column: Int
    /// What is wrong.
    public var reason: Reason

    /// What is wrong with a text.
    public enum Reason: Sendable, Equatable {
        /// A quoted field is not closed.
        case unclosedQuote
        /// A quote stands inside a field that does not start with one.
        case strayQuote
        /// Something other than a comma or a line end follows a closing quote.
        case textAfterQuote
        /// A carriage return that no line feed follows.
        case bareCarriageReturn
        /// A field is not UTF-8.
        case invalidUTF8
        /// A record has another number of fields than the first.
        case fieldCount(Int, expected: Int)
    }

    /// Creates an error.
    public init(line: Int, column: Int, reason: Reason) {
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// The error in words, with its place.
    public var message: String {
        switch reason {
        case .unclosedQuote: "\(place): the quoted field is not closed"
        case .strayQuote: "\(place): a quote inside a field; put the field in quotes and double the quote"
        case .textAfterQuote: "\(place): only a comma or a line end may follow a closing quote"
        case .bareCarriageReturn: "\(place): a carriage return without a line feed"
        case .invalidUTF8: "\(place): not UTF-8"
        case .fieldCount(let count, let expected): "line \(line): \(count) fields where \(expected) are expected"
        }
    }

    private var place: String { "line \(line), column \(column)" }
}
