/// The header fields of a response that a client obeys.
struct PeerResponseFields {
    /// The length of the body, where it is told.
    private(set) var contentLength: Int?
    /// Whether the body comes in chunks.
    private(set) var isChunked = false
    /// Whether the body is in a content coding.
    private(set) var isCoded = false
    /// The media type, lower-case, without parameters.
    private(set) var mediaType = ""
    /// Seconds of `Retry-After`, if it is a number.
    private(set) var retryAfterSeconds: Int?
    /// Whether the connection stays open.
    private(set) var keepsConnection: Bool

    /// Starts without fields; a connection of HTTP/1.0 closes unless it says otherwise.
    init(isHTTP10: Bool) { keepsConnection = !isHTTP10 }

    /// Takes one line.
    ///
    /// - Throws: ``PeerFault/malformed`` when it is no field, or makes the body's end ambiguous.
    mutating func take(_ line: ArraySlice<UInt8>) throws(PeerFault) {
        guard let colon = line.firstIndex(of: ASCII.colon), colon > line.startIndex,
            line[..<colon].allSatisfy(ASCII.isToken), line[colon...].allSatisfy(ASCII.isFieldValue)
        else { throw .malformed }
        let value = Self.trimmed(line[(colon + 1)...])
        switch Self.lowercased(line[..<colon]) {
        case "content-length": try takeLength(value)
        case "transfer-encoding":
            guard Self.lowercased(value) == "chunked", !isChunked, contentLength == nil else { throw .malformed }
            isChunked = true
        case "content-encoding": isCoded = isCoded || !["", "identity"].contains(Self.lowercased(value))
        case "content-type": mediaType = Self.lowercased(Self.trimmed(value.prefix { $0 != ASCII.semicolon }))
        case "retry-after": retryAfterSeconds = Self.number(value)
        case "connection":
            for option in value.split(separator: ASCII.comma) {
                switch Self.lowercased(Self.trimmed(option)) {
                case "close": keepsConnection = false
                case "keep-alive": keepsConnection = true
                default: break
                }
            }
        default: break
        }
    }

    private mutating func takeLength(_ value: ArraySlice<UInt8>) throws(PeerFault) {
        guard contentLength == nil, !isChunked, let length = Self.number(value) else { throw .malformed }
        contentLength = length
    }

    private static func number(_ value: ArraySlice<UInt8>) -> Int? {
        guard (1...15).contains(value.count), value.allSatisfy(ASCII.isDigit) else { return nil }
        return value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var value = value
        while let first = value.first, ASCII.isWhitespace(first) { value = value.dropFirst() }
        while let last = value.last, ASCII.isWhitespace(last) { value = value.dropLast() }
        return value
    }

    private static func lowercased(_ value: ArraySlice<UInt8>) -> String {
        String(decoding: value.map(ASCII.lowercased), as: UTF8.self)
    }
}
