import Testing

@testable import ExplainServer

@Suite struct ResponseWriterTests {
    private func text(
        _ response: HTTPResponse, isHead: Bool = false, option: ResponseWriter.ConnectionOption = .silent
    ) -> String {
        var output: [UInt8] = []
        ResponseWriter.append(response, date: Array("D".utf8), isHead: isHead, option: option, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func headTellsTheLengthWithoutTheBody() {
        let response = HTTPResponse(status: 404, body: Array("gone".utf8))
        #expect(
            text(response, isHead: true, option: .close)
                == "HTTP/1.1 404 Not Found\r\nDate: D\r\nContent-Length: 4\r\nConnection: close\r\n\r\n")
    }

    @Test(arguments: [204, 304])
    func statusWithoutContentHasNoLength(_ status: Int) {
        let response = HTTPResponse(status: status, fields: [HTTPField("Allow", "GET")], body: [1])
        #expect(text(response) == "HTTP/1.1 \(status) \(ReasonPhrase.of(status))\r\nDate: D\r\nAllow: GET\r\n\r\n")
    }

    @Test func controlCharactersCannotEndAField() {
        let response = HTTPResponse(status: 200, fields: [HTTPField("Location", "/a\r\nSet-Cookie: b\u{0}")])
        #expect(
            text(response)
                == "HTTP/1.1 200 OK\r\nDate: D\r\nLocation: /a  Set-Cookie: b \r\nContent-Length: 0\r\n\r\n")
    }

    @Test func fieldsOfTheServerAreItsOwn() {
        let names = ["date", "CONNECTION", "Content-Length", "Transfer-Encoding"]
        let response = HTTPResponse(status: 200, fields: names.map { HTTPField($0, "x") })
        #expect(text(response) == "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func everyErrorHasAReasonAndADetail() {
        for error in HTTPError.allCases {
            #expect(!ReasonPhrase.of(error.status).isEmpty)
            #expect(error.detail.hasSuffix("."))
        }
    }
}
