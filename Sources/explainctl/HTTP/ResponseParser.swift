/// Reads one HTTP/1.1 response out of bytes as they come; does no I/O.
struct ResponseParser {
    private enum Framing {
        case length(Int)
        case chunked
        case untilClose
    }

    private var bytes: [UInt8] = []
    private var searched = 0
    private var bodyStart = 0
    private var head: ClientResponse?
    private var framing = Framing.untilClose
    private var chunks = ChunkedDecoder()
    private let limitBytes: Int

    /// Creates a parser that takes at most `limitBytes` in all.
    init(limitBytes: Int) { self.limitBytes = limitBytes }

    /// Takes the next bytes; returns the response once it is complete.
    ///
    /// - Throws: ``ClientError/malformed(_:)`` or ``ClientError/tooLong(limitBytes:)``.
    mutating func feed(_ piece: ArraySlice<UInt8>) throws(ClientError) -> ClientResponse? {
        guard bytes.count + piece.count <= limitBytes else { throw .tooLong(limitBytes: limitBytes) }
        bytes += piece
        while head == nil {
            guard let end = headEnd() else { return nil }
            try takeHead(bytes[bodyStart..<end])
            bodyStart = end + 4
            searched = bodyStart
        }
        return try body(isEnd: false)
    }

    /// Says that no byte follows; returns a response that the end completes.
    ///
    /// - Throws: ``ClientError/closedEarly`` when it does not.
    mutating func finish() throws(ClientError) -> ClientResponse {
        guard head != nil, let response = try body(isEnd: true) else { throw .closedEarly }
        return response
    }

    private mutating func headEnd() -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        var index = max(bodyStart, searched - 3)
        while index + 4 <= bytes.count {
            if bytes[index..<(index + 4)].elementsEqual(mark) { return index }
            index += 1
        }
        searched = bytes.count
        return nil
    }

    private mutating func takeHead(_ head: ArraySlice<UInt8>) throws(ClientError) {
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let status = try Self.status(of: lines.removeFirst())
        if (100..<200).contains(status) { return }
        var response = ClientResponse(status: status)
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { throw .malformed("a field line has no colon") }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            response.fields.append(ClientRequest.Field(name: String(line[..<colon]), value: String(value)))
        }
        try frame(response)
        self.head = response
    }

    private mutating func frame(_ response: ClientResponse) throws(ClientError) {
        if response.status == 204 || response.status == 304 {
            framing = .length(0)
        } else if let coding = response.field("transfer-encoding") {
            guard coding.lowercased() == "chunked" else { throw .malformed("unknown transfer coding") }
            framing = .chunked
        } else if let text = response.field("content-length") {
            guard let length = Int(text), length >= 0 else { throw .malformed("bad content length") }
            framing = .length(length)
        }
    }

    private mutating func body(isEnd: Bool) throws(ClientError) -> ClientResponse? {
        guard var response = head else { return nil }
        switch framing {
        case .length(let length):
            guard length <= limitBytes else { throw .tooLong(limitBytes: limitBytes) }
            guard bytes.count - bodyStart >= length else { return nil }
            response.body = Array(bytes[bodyStart..<(bodyStart + length)])
        case .chunked:
            guard let body = try chunks.decode(bytes[bodyStart...]) else { return nil }
            response.body = body
        case .untilClose:
            guard isEnd else { return nil }
            response.body = Array(bytes[bodyStart...])
        }
        return response
    }

    private static func status(of line: Substring) throws(ClientError) -> Int {
        let parts = line.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), parts[1].count == 3, let status = Int(parts[1]),
            status >= 100
        else { throw .malformed("no status line") }
        return status
    }
}
