import Testing

@testable import ExplainServer

@Suite struct HTTPServerTests {
    private static let get = "GET /health HTTP/1.1\r\nHost: h\r\n\r\n"

    @Test(arguments: PollerKind.allCases)
    func answersAndKeepsTheConnection(_ kind: PollerKind) throws {
        let server = try RunningServer(EchoApplication(), pollerKind: kind)
        let client = try server.connect()
        for _ in 0..<3 {
            let response = try client.request("GET", "/health")
            #expect(response.status == 200)
            #expect(response.reason == "OK")
            #expect(response.text == "{\"status\":\"ok\"}")
        }
        #expect(try client.request("POST", "/echo", body: [1, 2, 3]).text == "{\"n\":3}")
        #expect(try client.request("POST", "/later", body: [1, 2]).text == "{\"n\":2}")
        #expect(try client.request("HEAD", "/health")["Content-Length"] == "15")
        #expect(try client.request("OPTIONS", "*")["Allow"] == "GET, HEAD, POST, OPTIONS")
        #expect(server.server.counts.requests == 7)
        #expect(server.stop())
    }

    @Test(arguments: ["127.0.0.1", "localhost", "0.0.0.0", "::"])
    func servesIPv4ClientsOnEveryHost(_ host: String) throws {
        let server = try HTTPServer(application: EchoApplication(), host: host)
        server.shutdown(graceMilliseconds: 0)
        server.run()
        #expect(server.port != 0)
    }

    @Test(arguments: PollerKind.allCases)
    func pipelinedAnswersKeepTheirOrder(_ kind: PollerKind) throws {
        let server = try RunningServer(EchoApplication(), pollerKind: kind)
        let client = try server.connect()
        var bytes: [UInt8] = []
        for index in 0..<1000 {
            let path = index % 3 == 0 ? "/later" : "/echo"
            bytes += "POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Length: \(index)\r\n\r\n".utf8
            bytes += [UInt8](repeating: 0x20, count: index)
        }
        try client.send(bytes)
        for index in 0..<1000 { #expect(try client.receive().text == "{\"n\":\(index)}") }
        #expect(server.stop())
    }

    @Test(arguments: PollerKind.allCases)
    func slowReaderGetsEverything(_ kind: PollerKind) throws {
        let server = try RunningServer(EchoApplication(), pollerKind: kind)
        let client = try server.connect(receiveBufferBytes: 4096)
        for _ in 0..<4 { try client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n") }
        try client.send(Self.get)
        // Others are served while this one does not read.
        #expect(try server.connect().request("GET", "/health").status == 200)
        for _ in 0..<4 {
            let body = try client.receive().body
            #expect(body == [UInt8](repeating: 0x61, count: 4 << 20))
        }
        #expect(try client.receive().status == 200)
        #expect(server.stop())
    }

    @Test func largeBodiesArriveWhole() throws {
        let server = try RunningServer(EchoApplication(bodyLimitBytes: 1 << 20))
        let client = try server.connect()
        let body = [UInt8](repeating: 0x31, count: 1 << 20)
        #expect(try client.request("POST", "/echo", body: body).text == "{\"n\":1048576}")
        let refused = try client.request("POST", "/echo", body: body + [0x31])
        #expect(refused.status == 413)
        #expect(refused["Connection"] == "close")
        #expect(server.stop())
    }

    @Test func forgottenRequestIsAnsweredWith500() throws {
        let server = try RunningServer(EchoApplication())
        let client = try server.connect()
        let response = try client.request("GET", "/forgotten")
        #expect(response.status == 500)
        #expect(response["Connection"] == "close")
        #expect(try client.isClosedByServer())
        #expect(server.stop())
    }

    @Test func droppedResponderIsAnsweredWith500() throws {
        let application = EchoApplication()
        let server = try RunningServer(application)
        let client = try server.connect()
        try client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(waitUntil { application.heldCount == 1 })
        _ = application.takeHeld()
        #expect(try client.receive().status == 500)
        #expect(server.stop())
    }

    @Test(arguments: [false, true], PollerKind.allCases)
    func answerToAClientThatLeftFallsFlat(_ resets: Bool, _ kind: PollerKind) throws {
        let application = EchoApplication()
        let server = try RunningServer(application, pollerKind: kind)
        for _ in 0..<3 {
            let client = try server.connect()
            try client.send("GET /held HTTP/1.1\r\nHost: h\r\n\r\n")
            #expect(waitUntil { application.heldCount == 1 })
            if resets { client.resetOnClose() }
            _ = consume client
            // Its descriptor may be given to this one meanwhile.
            let other = try server.connect()
            #expect(try other.request("GET", "/health").status == 200)
            for responder in application.takeHeld() { responder.send(HTTPResponse(status: 200, body: [1])) }
            #expect(try other.request("GET", "/health").text == "{\"status\":\"ok\"}")
        }
        #expect(waitUntil { server.server.connectionCount == 0 })
        #expect(server.stop())
    }

    @Test func halfClosedClientIsAnswered() throws {
        let server = try RunningServer(EchoApplication())
        let client = try server.connect()
        try client.send("POST /later HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx" + Self.get)
        client.closeSending()
        #expect(try client.receive().text == "{\"n\":1}")
        #expect(try client.receive().status == 200)
        #expect(try client.isClosedByServer())
        #expect(server.stop())
    }

    @Test(arguments: PollerKind.allCases)
    func thousandConnectionsAreServed(_ kind: PollerKind) throws {
        let server = try RunningServer(EchoApplication(), pollerKind: kind)
        let clients = try (0..<1024).map { _ in try server.connect() }
        for client in clients { try client.send(Self.get) }
        for client in clients { #expect(try client.receive().status == 200) }
        #expect(server.server.connectionCount == 1024)
        #expect(server.stop())
    }

    @Test func clientsBeyondTheLimitWaitTheirTurn() throws {
        var limits = Limits()
        limits.connectionCount = 2
        let server = try RunningServer(EchoApplication(), limits: limits)
        let first = try server.connect()
        let second = try server.connect()
        #expect(try first.request("GET", "/health").status == 200)
        #expect(try second.request("GET", "/health").status == 200)
        let third = try server.connect()
        try third.send(Self.get)
        #expect(try first.request("GET", "/health", headers: [("Connection", "close")]).status == 200)
        #expect(try first.isClosedByServer())
        _ = consume first
        #expect(try third.receive().status == 200)
        #expect(server.server.connectionCount == 2)
        #expect(server.stop())
    }
}
