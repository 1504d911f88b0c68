import Testing

@testable import ExplainServer

@Suite struct ConnectionTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let empty = HTTPResponse(status: 200)

    @Test func writesTheWholeResponse() {
        let driver = ConnectionDriver(answer: { _ in
            HTTPResponse(status: 200, contentType: "text/plain", body: Array("hi".utf8))
        })
        driver.feed(Self.get)
        #expect(
            driver.text == """
                HTTP/1.1 200 OK\r
                Date: Thu, 01 Jan 1970 00:00:00 GMT\r
                Content-Type: text/plain\r
                Content-Length: 2\r
                \r
                hi
                """)
        #expect(driver.stage == .head)
    }

    @Test func nextRequestWaitsForTheAnswerBeforeIt() {
        let driver = ConnectionDriver(answer: { _ in nil })
        driver.feed(Self.get + "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")
        #expect(driver.served.count == 1)
        #expect(!driver.wantsInput)
        #expect(driver.sent.isEmpty)
        driver.respond(Self.empty)
        #expect(driver.served.map(\.body) == [[], [0x78]])
        driver.respond(Self.empty)
        #expect(driver.wantsInput)
        #expect(driver.text.split(separator: "\r\n\r\n").count == 2)
    }

    @Test func nothingIsProcessedAfterClose() {
        let driver = ConnectionDriver()
        driver.feed("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + Self.get)
        #expect(driver.served.count == 1)
        #expect(driver.text.contains("\r\nConnection: close\r\n"))
        #expect(driver.stage == .lingering)
    }

    @Test func keepAliveIsAnnouncedToOldClients() {
        let driver = ConnectionDriver()
        driver.feed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        #expect(driver.text.contains("\r\nConnection: keep-alive\r\n"))
        #expect(driver.stage == .head)
    }

    @Test func applicationMayCloseTheConnection() {
        let driver = ConnectionDriver(answer: { _ in HTTPResponse(status: 200, closesConnection: true) })
        driver.feed(Self.get)
        #expect(driver.text.contains("\r\nConnection: close\r\n"))
        #expect(driver.stage == .lingering)
    }

    @Test func smallBodyOfARefusedRequestIsDropped() {
        let driver = ConnectionDriver(admission: {
            $0.path == "/" ? .accept(bodyLimitBytes: 9) : .refuse(.init(status: 404))
        })
        driver.feed("POST /no HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n")
        #expect(driver.text.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        #expect(driver.stage == .discarding)
        driver.feed("0123456789" + Self.get)
        #expect(driver.served.count == 1)
        #expect(driver.stage == .head)
    }

    @Test(arguments: [
        "Content-Length: 65537", "Transfer-Encoding: chunked", "Content-Length: 5\r\nExpect: 100-continue",
    ])
    func otherBodiesOfRefusedRequestsCloseTheConnection(_ field: String) {
        let driver = ConnectionDriver(admission: { _ in .refuse(.init(status: 404)) })
        driver.feed("POST / HTTP/1.1\r\nHost: h\r\n\(field)\r\n\r\n")
        #expect(driver.text.contains("\r\nConnection: close\r\n"))
        #expect(!driver.text.contains("100 Continue"))
        #expect(driver.stage == .lingering)
    }

    @Test func continueIsSentWhenTheBodyIsAwaited() {
        let head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        let waiting = ConnectionDriver()
        waiting.feed(head)
        #expect(waiting.text == "HTTP/1.1 100 Continue\r\n\r\n")
        waiting.feed("ab")
        #expect(waiting.served.first?.body == Array("ab".utf8))
        let eager = ConnectionDriver()
        eager.feed(head + "ab")
        #expect(eager.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    @Test(arguments: ["Content-Length: 11", "Transfer-Encoding: chunked"])
    func bodyLimitIsTheRoutes(_ field: String) {
        let driver = ConnectionDriver(admission: { _ in .accept(bodyLimitBytes: 10) })
        driver.feed("POST / HTTP/1.1\r\nHost: h\r\n\(field)\r\n\r\nB\r\n0123456789a\r\n0\r\n\r\n")
        #expect(driver.failures == [.bodyTooLarge])
        #expect(driver.served.isEmpty)
        #expect(driver.stage == .lingering)
    }

    @Test func errorAnswersToHeadHaveNoBody() {
        let driver = ConnectionDriver()
        driver.feed("HEAD / HTTP/1.1\r\n\r\n")
        #expect(driver.failures == [.malformedHost])
        #expect(driver.text.hasSuffix("Content-Length: 13\r\nConnection: close\r\n\r\n"))
    }

    @Test func endAfterAWholeRequestIsStillAnswered() {
        let driver = ConnectionDriver(answer: { _ in nil })
        driver.feed(Self.get)
        driver.feedEnd()
        #expect(driver.stage == .response)
        driver.respond(Self.empty)
        #expect(driver.text.hasPrefix("HTTP/1.1 200 OK"))
        #expect(driver.stage == .closed)
    }

    @Test(arguments: ["", "GET /", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhell"])
    func endInsideARequestClosesSilently(_ text: String) {
        let driver = ConnectionDriver()
        driver.feed(text)
        driver.feedEnd()
        #expect(driver.served.isEmpty)
        #expect(driver.sent.isEmpty)
        #expect(driver.stage == .closed)
    }

    @Test func unsentOutputHoldsReadingAndServingBack() {
        var limits = Limits()
        limits.outputHighWaterBytes = 1000
        let driver = ConnectionDriver(
            limits: limits, answer: { _ in HTTPResponse(status: 200, body: .init(repeating: 1, count: 600)) })
        driver.flushes = false
        driver.feed(String(repeating: Self.get, count: 10))
        #expect(driver.served.count == 2)
        #expect(!driver.wantsInput)
        driver.flushes = true
        driver.flush()
        #expect(driver.served.count == 10)
        #expect(driver.wantsInput)
    }

    @Test func drainingClosesIdleConnectionsAndFinishesBusyOnes() {
        let idle = ConnectionDriver()
        idle.feed(Self.get)
        idle.connection.drain(now: 0)
        #expect(idle.stage == .lingering)
        let busy = ConnectionDriver(answer: { _ in nil })
        busy.feed(Self.get)
        busy.connection.drain(now: 0)
        #expect(busy.stage == .response)
        busy.respond(Self.empty)
        #expect(busy.text.contains("\r\nConnection: close\r\n"))
        #expect(busy.stage == .lingering)
    }

    @Test func lingeringIsBounded() {
        var limits = Limits()
        limits.lingerBytes = 10
        let driver = ConnectionDriver(limits: limits)
        driver.feed("garbage\r\n\r\n")
        driver.feed("0123456789")
        #expect(driver.stage == .lingering)
        driver.feed("x")
        #expect(driver.stage == .closed)
    }
}
