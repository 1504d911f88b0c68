import Testing

@testable import ExplainServer

@Suite struct ShutdownTests {
    @Test(arguments: PollerKind.allCases)
    func requestInHandIsAnsweredFirst(_ kind: PollerKind) throws {
        let application = EchoApplication()
        let server = try RunningServer(application, pollerKind: kind)
        let idle = try server.connect()
        #expect(try idle.request("GET", "/health").status == 200)
        let busy = try server.connect()
        try busy.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(waitUntil { application.heldCount == 1 })
        server.server.shutdown(graceMilliseconds: 20_000)
        #expect(try idle.isClosedByServer())
        #expect(throws: TestClientError.self) { try server.connect().request("GET", "/health") }
        for responder in application.takeHeld() { responder.send(HTTPResponse(status: 200)) }
        let response = try busy.receive()
        #expect(response.status == 200)
        #expect(response["Connection"] == "close")
        _ = consume idle
        _ = consume busy
        #expect(server.hasEnded(withinSeconds: 5))
    }

    @Test func halfSentRequestIsStillServed() throws {
        let server = try RunningServer(EchoApplication())
        let client = try server.connect()
        try client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe")
        let idle = try server.connect()
        #expect(try idle.request("GET", "/health").status == 200)
        server.server.shutdown(graceMilliseconds: 20_000)
        #expect(try idle.isClosedByServer())
        try client.send("llo")
        let response = try client.receive()
        #expect(response.text == "{\"n\":5}")
        #expect(response["Connection"] == "close")
    }

    @Test func secondCallEndsItNow() throws {
        let application = EchoApplication()
        let server = try RunningServer(application)
        let client = try server.connect()
        try client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(waitUntil { application.heldCount == 1 })
        server.server.shutdown(graceMilliseconds: 600_000)
        server.server.shutdown(graceMilliseconds: 0)
        #expect(server.hasEnded(withinSeconds: 5))
        #expect(try client.isClosedByServer())
        for responder in application.takeHeld() { responder.send(HTTPResponse(status: 200)) }
    }
}
