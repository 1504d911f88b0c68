import Testing

@testable import ExplainServer

@Suite struct HTTPServerTests {
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
        #expect(server.stop())
    }
}
