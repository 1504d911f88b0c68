/// A request target taken apart (RFC 9112, 3.2).
struct RequestTarget: Sendable, Equatable {
    /// The path, percent-decoded once; `*` for the asterisk form.
    var path: String
    /// The query as it was sent, or nil.
    var query: String?

    /// Reads the target that lies in a range of printable ASCII without `#`.
    ///
    /// - Throws: ``HTTPError/malformedTarget`` or ``HTTPError/malformedPercentEncoding``.
    static func read(
        _ input: borrowing Span<UInt8>, _ range: Range<Int>, method: HTTPMethod
    ) throws(HTTPError) -> RequestTarget {
        if input[range.lowerBound] == ASCII.slash { return try readOrigin(input, range) }
        if input.equals(range, "*") {
            guard method == .options else { throw .malformedTarget }
            return RequestTarget(path: "*")
        }
        guard let authorityStart = endOfScheme(input, range) else { throw .malformedTarget }
        var end = authorityStart
        while end < range.upperBound, input[end] != ASCII.slash, input[end] != ASCII.question { end += 1 }
        guard end > authorityStart, HostName.isWellFormed(input, authorityStart..<end) else { throw .malformedTarget }
        // OPTIONS for an absolute target without a path is about the server as a whole (RFC 9112, 3.2.4).
        if end == range.upperBound, method == .options { return RequestTarget(path: "*") }
        return try readOrigin(input, end..<range.upperBound)
    }

    private static func readOrigin(
        _ input: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(HTTPError) -> RequestTarget {
        let pathEnd = input.index(of: ASCII.question, in: range)
        let path = try decodedPath(input, range.lowerBound..<pathEnd)
        guard pathEnd < range.upperBound else { return RequestTarget(path: path) }
        let query = input.text(pathEnd + 1..<range.upperBound)
        guard PercentEncoding.isWellFormed(query.utf8) else { throw .malformedPercentEncoding }
        return RequestTarget(path: path, query: query)
    }

    private static func decodedPath(
        _ input: borrowing Span<UInt8>, _ range: Range<Int>
    ) throws(HTTPError) -> String {
        guard !range.isEmpty else { return "/" }
        let text = input.text(range)
        guard input.index(of: ASCII.percent, in: range) < range.upperBound else { return text }
        guard let decoded = PercentEncoding.decode(text.utf8) else { throw .malformedPercentEncoding }
        return decoded
    }

    /// Where the authority of an absolute http or https target starts.
    private static func endOfScheme(_ input: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
        for scheme in ["http://", "https://"] as [StaticString] {
            let end = range.lowerBound + scheme.utf8CodeUnitCount
            if end <= range.upperBound, input.equalsIgnoringCase(range.lowerBound..<end, scheme) { return end }
        }
        return nil
    }
}
