/// Reads one request head, line by line, from bytes that come in pieces.
///
/// The result does not depend on where the pieces end. Every byte is looked at a bounded number of times, however the
/// head is cut. Lines end with CRLF only; anything that two readers could understand in two ways is refused.
struct RequestParser {
    private let limits: Limits
    /// Where the line being read starts.
    private var lineStart = 0
    /// No line end lies between `lineStart` and here.
    private var scanned = 0
    /// Where the request line starts, after any empty lines.
    private var headStart = 0
    /// Where the first field line starts.
    private var fieldsStart = 0
    private var emptyLines = 0
    private var requestLine: RequestLine?
    private var entries: [HTTPFields.Entry] = []
    private var control = ControlFields()

    /// Creates a parser at the start of a head.
    init(limits: Limits) { self.limits = limits }

    /// Whether the request line is complete and its method is HEAD: the answer to an error then has no body either.
    var isHead: Bool { requestLine?.isHead ?? false }

    /// Bytes that were read and belong to no head: empty lines before it.
    var skippedBytes: Int { requestLine == nil ? headStart : 0 }

    /// Reads on.
    ///
    /// - Parameter input: all bytes from the start of the head on, those of earlier calls included.
    /// - Returns: the head, or nil while it is incomplete.
    /// - Throws: what is wrong with it.
    mutating func parse(_ input: borrowing Span<UInt8>) throws(HTTPError) -> ParsedHead? {
        while let line = try nextLine(input) {
            if let requestLine {
                if line.isEmpty { return try finish(requestLine, input) }
                try readField(input, line)
            } else if line.isEmpty {
                emptyLines += 1
                guard emptyLines <= 2 else { throw .malformedRequestLine }
                headStart = lineStart
            } else {
                requestLine = try RequestLine(input, line)
                fieldsStart = lineStart
                entries.reserveCapacity(min(limits.fieldCount, 12))
            }
        }
        return nil
    }

    /// The next complete line, without its CRLF.
    private mutating func nextLine(_ input: borrowing Span<UInt8>) throws(HTTPError) -> Range<Int>? {
        if requestLine == nil { try checkFirstBytes(input) }
        let end = input.index(of: ASCII.lineFeed, in: scanned..<input.count)
        scanned = end
        // The same comparison holds for a line that is complete and for one that is not yet: no split changes the verdict.
        if requestLine == nil {
            guard end - lineStart <= limits.requestLineBytes + 1 else { throw .requestLineTooLong }
        } else {
            guard end - headStart < limits.headBytes else { throw .headTooLarge }
        }
        guard end < input.count else { return nil }
        guard end > lineStart, input[end - 1] == ASCII.carriageReturn else {
            throw requestLine == nil ? .malformedRequestLine : .malformedField
        }
        let line = lineStart..<(end - 1)
        lineStart = end + 1
        scanned = end + 1
        return line
    }

    /// Refuses at once what cannot become a request line, such as a TLS handshake, rather than wait for its end.
    private func checkFirstBytes(_ input: borrowing Span<UInt8>) throws(HTTPError) {
        guard lineStart < input.count else { return }
        let first = input[lineStart]
        if first == ASCII.carriageReturn {
            guard lineStart + 1 == input.count || input[lineStart + 1] == ASCII.lineFeed else {
                throw .malformedRequestLine
            }
        } else if !ASCII.isToken(first) {
            throw .malformedRequestLine
        }
    }

    private mutating func readField(_ input: borrowing Span<UInt8>, _ line: Range<Int>) throws(HTTPError) {
        guard entries.count < limits.fieldCount else { throw .tooManyFields }
        var colon = line.lowerBound
        while colon < line.upperBound, ASCII.isToken(input[colon]) { colon += 1 }
        // This refuses folded lines, a space before the colon and empty names, too.
        guard colon > line.lowerBound, colon < line.upperBound, input[colon] == ASCII.colon else {
            throw .malformedField
        }
        let value = input.trimmed(colon + 1..<line.upperBound)
        for index in value where !ASCII.isFieldValue(input[index]) { throw .malformedField }
        entries.append(
            HTTPFields.Entry(
                nameStart: UInt32(truncatingIfNeeded: line.lowerBound - fieldsStart),
                nameEnd: UInt32(truncatingIfNeeded: colon - fieldsStart),
                valueStart: UInt32(truncatingIfNeeded: value.lowerBound - fieldsStart),
                valueEnd: UInt32(truncatingIfNeeded: value.upperBound - fieldsStart)))
        try control.note(input, name: line.lowerBound..<colon, value: value)
    }

    private mutating func finish(
        _ line: RequestLine, _ input: borrowing Span<UInt8>
    ) throws(HTTPError) -> ParsedHead {
        let framing = try control.framing(minorVersion: line.minorVersion)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lineStart - fieldsStart)
        bytes.append(input, fieldsStart..<lineStart)
        let head = RequestHead(
            method: line.method, isHead: line.isHead, path: line.target.path, query: line.target.query,
            minorVersion: line.minorVersion, fields: HTTPFields(bytes: bytes, entries: entries))
        return ParsedHead(
            head: head, framing: framing, keepsAlive: control.keepsAlive(minorVersion: line.minorVersion),
            expectsContinue: control.expectsContinue(minorVersion: line.minorVersion), byteCount: lineStart)
    }
}
