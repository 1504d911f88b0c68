import Testing

@testable import ExplainServer

@Suite struct PeerResponseParserTests {
    /// Feeds pieces of a length; nil stands for a response that the text does not complete.
    private static func parse(
        _ text: String, pieces: Int = 1 << 20, limit: Int = 1_000, atEnd: Bool = false
    ) throws(PeerFault) -> PeerResponse? {
        var parser = PeerResponseParser(bodyLimitBytes: limit)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            let end = min(start + pieces, bytes.count)
            if let response = try parser.feed(bytes.span.extracting(start..<end)) { return response }
        }
        return atEnd ? try parser.finish() : nil
    }

    static let complete = [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200\r\ncontent-length:2\r\nCONTENT-TYPE: Application/JSON\r\n\r\n{}",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n",
    ]

    @Test(arguments: complete, [1, 2, 3, 7, 1 << 20])
    func readsResponsesInAnyPieces(_ text: String, _ pieces: Int) throws {
        let response = try #require(try Self.parse(text, pieces: pieces))
        #expect(response.status == 200)
        #expect(response.mediaType == "application/json")
        #expect(response.body == Array("{}".utf8))
        #expect(response.keepsConnection)
        #expect(!response.isCoded)
    }

    @Test func aBodyMayEndWithTheConnection() throws {
        let text = "HTTP/1.1 200 OK\r\n\r\n{}"
        #expect(try Self.parse(text) == nil)
        let response = try #require(try Self.parse(text, atEnd: true))
        #expect(response.body == Array("{}".utf8))
        #expect(!response.keepsConnection)
    }

    @Test func theConnectionIsKeptWhereTheServerKeepsIt() throws {
        let body = "Content-Length: 0\r\n\r\n"
        #expect(try Self.parse("HTTP/1.1 200 OK\r\nConnection: Close\r\n" + body)?.keepsConnection == false)
        #expect(try Self.parse("HTTP/1.0 200 OK\r\n" + body)?.keepsConnection == false)
        #expect(try Self.parse("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + body)?.keepsConnection == true)
        #expect(try Self.parse("HTTP/1.1 200 OK\r\n" + body + "HTTP/1.1 200 OK")?.keepsConnection == false)
    }

    @Test func noticesCodingsAndWaits() throws {
        let response = try Self.parse(
            "HTTP/1.1 503 X\r\nContent-Encoding: gzip\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")
        #expect(response?.isCoded == true)
        #expect(response?.retryAfterSeconds == 7)
        let date = try Self.parse("HTTP/1.1 503 X\r\nRetry-After: Fri, 20 Nov\r\nContent-Length: 0\r\n\r\n")
        #expect(date?.retryAfterSeconds == nil)
    }

    static let malformed = [
        "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 999 OK\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
        "<html>\r\n\r\n\r\n\r\n", "HTTP/1.1 200 OK\r\n folded\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA b: c\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "HTTP/1.1 101 Switching\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n\r\n",
    ]

    @Test(arguments: malformed, [1, 1 << 20]) func refuses(_ text: String, _ pieces: Int) {
        #expect(throws: PeerFault.malformed) { try Self.parse(text, pieces: pieces) }
    }

    @Test func headsAndBodiesHaveALimit() {
        #expect(throws: PeerFault.tooLong) { try Self.parse("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n") }
        let long = "HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 40_000)
        #expect(throws: PeerFault.tooLong) { try Self.parse(long) }
        let many = "HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 101) + "\r\n"
        #expect(throws: PeerFault.tooLong) { try Self.parse(many) }
        let open = "HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 1_001)
        #expect(throws: PeerFault.tooLong) { try Self.parse(open, pieces: 100) }
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
        #expect(throws: PeerFault.tooLong) { try Self.parse(chunked) }
    }

    @Test func anEndTooEarlyIsNoResponse() {
        for text in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}"] {
            #expect(throws: PeerFault.brokenOff) { try Self.parse(text, atEnd: true) }
        }
    }
}
