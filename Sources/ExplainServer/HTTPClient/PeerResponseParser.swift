/// Reads one HTTP/1.1 response to a POST out of bytes as they come; does no I/O.
///
/// The result does not depend on where the pieces end.
struct PeerResponseParser {
    private enum Framing {
        case length(Int)
        case chunked(ChunkedDecoder)
        case untilEnd
    }

    private let bodyLimitBytes: Int
    private var head: [UInt8] = []
    private var response: PeerResponse?
    private var framing = Framing.untilEnd
    private var interims = 0

    /// The longest head, in bytes.
    static let headLimitBytes = 32 * 1024
    /// The most header fields.
    private static let fieldLimit = 100
    /// The most interim responses before the final one.
    private static let interimLimit = 4

    /// Creates a parser that takes a body of at most so many bytes.
    init(bodyLimitBytes: Int) { self.bodyLimitBytes = bodyLimitBytes }

    /// Whether a byte of the response has come.
    var hasBegun: Bool { !head.isEmpty || response != nil }

    /// Takes the next bytes; returns the response once it is complete.
    ///
    /// - Throws: ``PeerFault/malformed`` or ``PeerFault/tooLong``.
    mutating func feed(_ bytes: borrowing Span<UInt8>) throws(PeerFault) -> PeerResponse? {
        var position = 0
        while response == nil {
            guard try takeHead(bytes, &position) else { return nil }
        }
        return try takeBody(bytes, &position)
    }

    /// Says that no byte follows; returns a response that the end completes.
    ///
    /// - Throws: ``PeerFault/brokenOff`` when it does not.
    mutating func finish() throws(PeerFault) -> PeerResponse {
        guard case .untilEnd = framing, let response else { throw .brokenOff }
        return response
    }

    /// Takes bytes up to the end of the head; false when it is not there yet.
    private mutating func takeHead(_ bytes: borrowing Span<UInt8>, _ position: inout Int) throws(PeerFault) -> Bool {
        while position < bytes.count {
            head.append(bytes[position])
            position += 1
            guard head.count <= Self.headLimitBytes else { throw .tooLong }
            guard head.last == ASCII.lineFeed, head.count >= 4, head[head.count - 4] == ASCII.carriageReturn,
                head[head.count - 3] == ASCII.lineFeed, head[head.count - 2] == ASCII.carriageReturn
            else { continue }
            try readHead()
            head = []
            return true
        }
        return false
    }

    private mutating func readHead() throws(PeerFault) {
        let text = head.dropLast(4)
        var lines: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        for index in text.indices where text[index] == ASCII.lineFeed {
            guard index > start, text[index - 1] == ASCII.carriageReturn else { throw .malformed }
            lines.append(text[start..<(index - 1)])
            start = index + 1
        }
        lines.append(text[start...])
        guard lines.count <= Self.fieldLimit + 1 else { throw .tooLong }
        let (status, isHTTP10) = try Self.status(of: lines[0])
        var fields = PeerResponseFields(isHTTP10: isHTTP10)
        for line in lines.dropFirst() { try fields.take(line) }
        guard status >= 200 else {
            interims += 1
            // A switch of protocols was not asked for.
            guard status != 101, interims <= Self.interimLimit else { throw .malformed }
            return
        }
        try frame(status, fields)
    }

    private mutating func frame(_ status: Int, _ fields: PeerResponseFields) throws(PeerFault) {
        var response = PeerResponse(status: status)
        response.mediaType = fields.mediaType
        response.isCoded = fields.isCoded
        response.retryAfterSeconds = fields.retryAfterSeconds
        response.keepsConnection = fields.keepsConnection
        if status == 204 || status == 304 {
            framing = .length(0)
        } else if fields.isChunked {
            framing = .chunked(ChunkedDecoder(limits: Limits(), bodyLimitBytes: bodyLimitBytes))
        } else if let length = fields.contentLength {
            guard length <= bodyLimitBytes else { throw .tooLong }
            framing = .length(length)
        } else {
            response.keepsConnection = false
        }
        self.response = response
    }

    private mutating func takeBody(
        _ bytes: borrowing Span<UInt8>, _ position: inout Int
    ) throws(PeerFault) -> PeerResponse? {
        guard var response else { return nil }
        var isComplete = false
        switch framing {
        case .length(let length):
            let end = min(bytes.count, position + length - response.body.count)
            response.body.append(bytes, position..<end)
            position = end
            isComplete = response.body.count == length
        case .chunked(var decoder):
            do throws(HTTPError) {
                isComplete = try decoder.decode(bytes, at: &position, into: &response.body)
            } catch {
                throw error == .bodyTooLarge ? .tooLong : .malformed
            }
            framing = .chunked(decoder)
        case .untilEnd:
            guard bytes.count - position <= bodyLimitBytes - response.body.count else { throw .tooLong }
            response.body.append(bytes, position..<bytes.count)
            position = bytes.count
        }
        // Bytes behind the response belong to no request: the connection is out of step.
        if isComplete, position < bytes.count { response.keepsConnection = false }
        self.response = response
        return isComplete ? response : nil
    }

    private static func status(of line: ArraySlice<UInt8>) throws(PeerFault) -> (Int, isHTTP10: Bool) {
        let bytes = Array(line.prefix(13))
        guard bytes.count >= 12, bytes.starts(with: "HTTP/1.".utf8), ASCII.isDigit(bytes[7]),
            bytes[8] == ASCII.space, bytes[9...11].allSatisfy(ASCII.isDigit),
            bytes.count == 12 || bytes[12] == ASCII.space
        else { throw .malformed }
        let status = bytes[9...11].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (100...599).contains(status) else { throw .malformed }
        return (status, bytes[7] == UInt8(ascii: "0"))
    }
}
