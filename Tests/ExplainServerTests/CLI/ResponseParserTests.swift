import Testing

@testable import explainctl

@Suite struct ResponseParserTests {
    private static let responses: [(String, Int, String)] = [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 1\r\n\r\nx", 201, "x"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
            200, "abc0123456789"
        ),
    ]

    @Test(arguments: responses.indices)
    func anySplitGivesTheSameResponse(index: Int) throws {
        let (text, status, body) = Self.responses[index]
        let bytes = Array(text.utf8)
        for split in 1..<bytes.count {
            var parser = ResponseParser(limitBytes: 1000)
            let first = try parser.feed(bytes[..<split])
            #expect(first == nil)
            let response = try #require(try parser.feed(bytes[split...]))
            #expect(response.status == status)
            #expect(response.body == Array(body.utf8))
        }
    }

    @Test func bodyWithoutLengthEndsWithTheConnection() throws {
        var parser = ResponseParser(limitBytes: 1000)
        #expect(try parser.feed(Array("HTTP/1.0 200 OK\r\nA:  b\r\n\r\nabc".utf8)[...]) == nil)
        let response = try parser.finish()
        #expect(response.body == Array("abc".utf8))
        #expect(response.field("a") == "b")
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"])
    func endInTheMiddleIsAnError(text: String) throws {
        var parser = ResponseParser(limitBytes: 1000)
        #expect(try parser.feed(Array(text.utf8)[...]) == nil)
        #expect(throws: ClientError.closedEarly) { try parser.finish() }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n",
    ])
    func whatIsNoResponseIsRefused(text: String) {
        var parser = ResponseParser(limitBytes: 1000)
        #expect {
            try parser.feed(Array(text.utf8)[...])
        } throws: { error in
            if case .malformed = error as? ClientError { return true }
            return false
        }
    }

    @Test func longAnswersAreRefused() {
        var parser = ResponseParser(limitBytes: 60)
        #expect(throws: ClientError.tooLong(limitBytes: 60)) {
            try parser.feed(Array("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n".utf8)[...])
        }
    }
}
