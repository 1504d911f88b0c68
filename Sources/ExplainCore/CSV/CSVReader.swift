/// Reads comma-separated values, record by record (RFC 4180).
///
/// A byte order mark is skipped, lines end in LF or CRLF, fields may be quoted and then hold commas, line ends and doubled
/// quotes. Every record must have as many fields as the first; blank lines are skipped unless records have one field.
public struct CSVReader {
    private let bytes: [UInt8]
    private var position: Int
    private var currentLine = 1
    private var width: Int?

    /// The line on which the last record read starts, from 1.
    public private(set) var line = 0

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    /// Creates a reader at the start of a text.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The fields of the next record; nil at the end.
    ///
    /// - Throws: ``CSVError`` when the record is malformed or has another width than the first.
    public mutating func nextRecord() throws(CSVError) -> [String]? {
        while position < bytes.count {
            line = currentLine
            var fields: [String] = []
            var isLast = false
            while !isLast { isLast = try appendField(to: &fields) }
            if fields == [""], width != 1 { continue }
            guard let width else {
                width = fields.count
                return fields
            }
            guard fields.count == width else {
                throw CSVError(line: line, column: 1, reason: .fieldCount(fields.count, expected: width))
            }
            return fields
        }
        return nil
    }

    /// Reads one field; true when it ended its record.
    private mutating func appendField(to fields: inout [String]) throws(CSVError) -> Bool {
        let column = fields.count + 1
        let start = currentLine
        let isQuoted = position < bytes.count && bytes[position] == Self.quote
        let content = isQuoted ? try quoted(column) : try plain(column)
        guard let text = String(validating: content, as: UTF8.self) else {
            throw CSVError(line: start, column: column, reason: .invalidUTF8)
        }
        fields.append(text)
        return try endField(column)
    }

    private mutating func plain(_ column: Int) throws(CSVError) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case Self.comma, Self.lineFeed, Self.carriageReturn: return bytes[start..<position]
            case Self.quote: throw error(column, .strayQuote)
            default: position += 1
            }
        }
        return bytes[start..<position]
    }

    private mutating func quoted(_ column: Int) throws(CSVError) -> ArraySlice<UInt8> {
        let opening = error(column, .unclosedQuote)
        var content: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == Self.quote {
                guard position < bytes.count, bytes[position] == Self.quote else { return content[...] }
                position += 1
            } else if byte == Self.lineFeed {
                currentLine += 1
            }
            content.append(byte)
        }
        throw opening
    }

    /// Consumes the comma or the line end after a field; true when the record ends there.
    private mutating func endField(_ column: Int) throws(CSVError) -> Bool {
        guard position < bytes.count else { return true }
        switch bytes[position] {
        case Self.comma:
            position += 1
            return false
        case Self.carriageReturn:
            guard position + 1 < bytes.count, bytes[position + 1] == Self.lineFeed else {
                throw error(column, .bareCarriageReturn)
            }
            position += 1
            fallthrough
        case Self.lineFeed:
            position += 1
            currentLine += 1
            return true
        default: throw error(column, .textAfterQuote)
        }
    }

    private func error(_ column: Int, _ reason: CSVError.Reason) -> CSVError {
        CSVError(line: currentLine, column: column, reason: reason)
    }
}
