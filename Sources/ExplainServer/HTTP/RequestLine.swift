/// A request line: `METHOD SP TARGET SP HTTP/1.x` (RFC 9112, 3).
struct RequestLine {
    /// The method; HEAD shows as GET.
    let method: HTTPMethod
    /// Whether the method was HEAD.
    let isHead: Bool
    /// The target.
    let target: RequestTarget
    /// 0 or 1; a higher minor version counts as 1, the highest known (RFC 9110, 2.5).
    let minorVersion: Int

    /// Reads a line without its CRLF.
    init(_ input: borrowing Span<UInt8>, _ line: Range<Int>) throws(HTTPError) {
        var methodEnd = line.lowerBound
        while methodEnd < line.upperBound, ASCII.isToken(input[methodEnd]) { methodEnd += 1 }
        guard methodEnd > line.lowerBound, methodEnd < line.upperBound, input[methodEnd] == ASCII.space else {
            throw .malformedRequestLine
        }
        let targetStart = methodEnd + 1
        var targetEnd = targetStart
        while targetEnd < line.upperBound, Self.isTargetCharacter(input[targetEnd]) { targetEnd += 1 }
        guard targetEnd < line.upperBound, input[targetEnd] == ASCII.space else {
            throw targetEnd == line.upperBound ? .malformedRequestLine : .malformedTarget
        }
        guard targetEnd > targetStart else { throw .malformedRequestLine }
        minorVersion = try Self.minorVersion(input, targetEnd + 1..<line.upperBound)
        guard let method = Self.method(input, line.lowerBound..<methodEnd) else { throw .unknownMethod }
        isHead = method == .head
        self.method = isHead ? .get : method
        target = try RequestTarget.read(input, targetStart..<targetEnd, method: self.method)
    }

    private static func isTargetCharacter(_ byte: UInt8) -> Bool {
        byte > ASCII.space && byte < ASCII.delete && byte != ASCII.hash
    }

    private static func minorVersion(_ input: borrowing Span<UInt8>, _ range: Range<Int>) throws(HTTPError) -> Int {
        let start = range.lowerBound
        guard range.count == 8, input.equals(start..<start + 5, "HTTP/"), ASCII.isDigit(input[start + 5]),
            input[start + 6] == 0x2E, ASCII.isDigit(input[start + 7])
        else { throw .malformedRequestLine }
        guard input[start + 5] == 0x31 else { throw .unsupportedVersion }
        return input[start + 7] == 0x30 ? 0 : 1
    }

    private static func method(_ input: borrowing Span<UInt8>, _ range: Range<Int>) -> HTTPMethod? {
        switch range.count {
        case 3: input.equals(range, "GET") ? .get : input.equals(range, "PUT") ? .put : nil
        case 4: input.equals(range, "POST") ? .post : input.equals(range, "HEAD") ? .head : nil
        case 5: input.equals(range, "PATCH") ? .patch : input.equals(range, "TRACE") ? .trace : nil
        case 6: input.equals(range, "DELETE") ? .delete : nil
        case 7: input.equals(range, "OPTIONS") ? .options : nil
        default: nil
        }
    }
}
