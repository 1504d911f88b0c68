import Testing

@testable import ExplainServer

@Suite struct PeerURLTests {
    @Test func readsHostsAndSockets() throws {
        let plain = try PeerURL("http://127.0.0.1:9000")
        #expect(plain.place == .host("127.0.0.1", port: 9000))
        #expect(plain.prefix.isEmpty)
        #expect(plain.authority == "127.0.0.1:9000")
        let named = try PeerURL("HTTP://models.example/base/path/")
        #expect(named.place == .host("models.example", port: 80))
        #expect(named.prefix == "/base/path")
        #expect(named.authority == "models.example")
        #expect(try PeerURL("http://[::1]:81").authority == "[::1]:81")
        #expect(try PeerURL("unix:/run/model.sock").place == .socket("/run/model.sock"))
        #expect(try PeerURL("unix:///run/model.sock").place == .socket("/run/model.sock"))
    }

    static let refused: [(String, PeerURL.Fault)] = [
        ("https://models.example", .needsTLS), ("HTTPS://models.example", .needsTLS),
        ("ftp://models.example", .scheme), ("models.example:80", .scheme), ("", .scheme),
        ("http://user:secret@models.example", .userInformation), ("http://user@models.example", .userInformation),
        ("http://models.example/?q=1", .malformed), ("http://models.example/#f", .malformed), ("http://", .malformed),
        ("http://models.example:0", .malformed), ("http://models.example:70000", .malformed),
        ("http://models.example:+80", .malformed), ("http://[::1", .malformed), ("http://a b", .malformed),
        ("http://models.example\r\nX: y", .malformed), ("http://models.example\\@evil.example", .userInformation),
        ("unix:run/model.sock", .malformed), ("unix:/" + String(repeating: "x", count: 120), .pathTooLong),
    ]

    @Test(arguments: refused) func refuses(_ text: String, _ fault: PeerURL.Fault) {
        #expect(throws: fault) { try PeerURL(text) }
    }
}
