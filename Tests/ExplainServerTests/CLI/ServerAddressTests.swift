import Testing

@testable import explainctl

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8080", "127.0.0.1", 8080, "", "127.0.0.1:8080"),
        ("HTTP://example.org/", "example.org", 80, "", "example.org"),
        ("http://[::1]:9000/explain/", "::1", 9000, "/explain", "[::1]:9000"),
    ])
    func urlsAreRead(url: String, host: String, port: UInt16, prefix: String, authority: String) throws {
        let address = try #require(ServerAddress(url))
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.prefix == prefix)
        #expect(address.authority == authority)
    }

    @Test(arguments: [
        "https://a", "a:80", "http://", "http://:80", "http://a:0", "http://a:65536", "http://a:+1", "http://a:x",
        "http://u@a", "http://a?b", "http://a#b", "http://a b", "http://a\r\nX: y", "http://[::1", "http://[::1]x",
    ])
    func otherTextIsRefused(url: String) { #expect(ServerAddress(url) == nil) }

    @Test func requestsAreWrittenOut() throws {
        let address = try #require(ServerAddress("http://h:1/p"))
        let request = ClientRequest(
            method: "POST", target: ClientRequest.path("v1", "models", "a/b c", suffix: ":explain"),
            fields: [ClientRequest.Field(name: "A", value: "b")], body: Array("{}".utf8))
        #expect(
            String(decoding: request.encoded(for: address), as: UTF8.self)
                == "POST /p/v1/models/a%2Fb%20c:explain HTTP/1.1\r\nHost: h:1\r\nUser-Agent: explainctl\r\n"
                + "Accept: application/json\r\nA: b\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    }

    @Test func queriesLeaveOutWhatIsNotThere() {
        #expect(ClientRequest.query(["a": "x y", "b": nil, "c": "1"]) == "?a=x%20y&c=1")
        #expect(ClientRequest.query(["a": nil]).isEmpty)
    }
}
