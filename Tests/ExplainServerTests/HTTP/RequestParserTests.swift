import Testing

@testable import ExplainServer

@Suite struct RequestParserTests {
    private func parse(_ text: String, limits: Limits = Limits()) throws(HTTPError) -> ParsedHead? {
        var parser = RequestParser(limits: limits)
        return try parser.parse(Array(text.utf8).span)
    }

    private func error(_ text: String, limits: Limits = Limits()) -> HTTPError? {
        do throws(HTTPError) { _ = try parse(text, limits: limits) } catch { return error }
        return nil
    }

    @Test func readsHeadWithItsFields() throws {
        let text =
            "POST /v1/models/m%3Aexplain?a=%20b HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a:\t2 \r\nContent-Length: 007\r\n\r\nrest"
        let parsed = try #require(try parse(text))
        #expect(parsed.head.method == .post)
        #expect(!parsed.head.isHead)
        #expect(parsed.head.path == "/v1/models/m:explain")
        #expect(parsed.head.query == "a=%20b")
        #expect(parsed.head.minorVersion == 1)
        #expect(parsed.head.fields.count == 4)
        #expect(parsed.head.fields["x-A"] == "1")
        #expect(parsed.head.fields.values(of: "X-A") == ["1", "2"])
        #expect(parsed.head.fields.name(at: 2) == "x-a")
        #expect(parsed.head.fields["X-B"] == nil)
        #expect(parsed.framing == .length(7))
        #expect(parsed.keepsAlive)
        #expect(!parsed.expectsContinue)
        #expect(parsed.byteCount == text.utf8.count - 4)
    }

    @Test func headIsGetWithAMark() throws {
        let parsed = try #require(try parse("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n"))
        #expect(parsed.head.method == .get)
        #expect(parsed.head.isHead)
    }

    @Test(
        arguments: [
            ("/", "/", nil), ("/a/b", "/a/b", nil), ("/?", "/", ""), ("/a?b?c", "/a", "b?c"), ("/%e2%82%ac", "/€", nil),
            ("http://h", "/", nil), ("HTTPS://h:1/p?q", "/p", "q"), ("http://[::1]?q", "/", "q"),
            ("/a%2Fb", "/a/b", nil),
        ] as [(String, String, String?)])
    func targetsAreTakenApart(_ target: String, _ path: String, _ query: String?) throws {
        let parsed = try #require(try parse("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n"))
        #expect(parsed.head.path == path)
        #expect(parsed.head.query == query)
    }

    @Test(arguments: ["*", "http://h", "http://h:80"])
    func optionsMayAskAboutTheServer(_ target: String) throws {
        #expect(try parse("OPTIONS \(target) HTTP/1.1\r\nHost: h\r\n\r\n")?.head.path == "*")
    }

    @Test(arguments: [
        ("a", HTTPError.malformedTarget), ("*", .malformedTarget), ("ftp://h/", .malformedTarget),
        ("http://", .malformedTarget), ("http://u@h/", .malformedTarget), ("/#", .malformedTarget),
        ("/%", .malformedPercentEncoding), ("/%0g", .malformedPercentEncoding), ("/%00", .malformedPercentEncoding),
        ("/%ff", .malformedPercentEncoding), ("/?%zz", .malformedPercentEncoding), ("/\u{E9}", .malformedTarget),
    ])
    func badTargetsAreRefused(_ target: String, _ wanted: HTTPError) {
        #expect(error("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n") == wanted)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1 ", HTTPError.malformedRequestLine), ("GET / HTTP/1.10", .malformedRequestLine),
        ("GET / http/1.1", .malformedRequestLine), ("GET /", .malformedRequestLine), ("GET", .malformedRequestLine),
        ("G@T / HTTP/1.1", .malformedRequestLine), ("get / HTTP/1.1", .unknownMethod),
        ("CONNECT h:1 HTTP/1.1", .unknownMethod), ("GET / HTTP/2.0", .unsupportedVersion),
        ("GET / HTTP/0.9", .unsupportedVersion),
    ])
    func badRequestLinesAreRefused(_ line: String, _ wanted: HTTPError) {
        #expect(error(line + "\r\nHost: h\r\n\r\n") == wanted)
    }

    @Test(arguments: [
        "", "h", "h:80", "h:", "127.0.0.1:8080", "[::1]", "[2001:db8::1]:443", "a.b-c_d~e", "%41", "a;b=c!$&'()*+",
    ])
    func hostsAreAccepted(_ host: String) throws {
        #expect(try parse("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") != nil)
    }

    @Test(arguments: [
        "a b", "a/b", "u@h", "a,b", "a:b", "a:1:2", "[]", "[::1", "[::1]x", "a\\b", "<a>", "a?b", "a\"b", "\u{E9}",
    ])
    func badHostsAreRefused(_ host: String) {
        #expect(error("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == .malformedHost)
    }

    @Test(arguments: [
        ("1.1", "", true), ("1.1", "close", false), ("1.1", "keep-alive, Close", false), ("1.0", "", false),
        ("1.0", "Keep-Alive", true), ("1.0", "keep-alive,close", false), ("1.9", "", true),
    ])
    func persistenceFollowsVersionAndOption(_ version: String, _ option: String, _ keepsAlive: Bool) throws {
        let parsed = try #require(try parse("GET / HTTP/\(version)\r\nHost: h\r\nConnection: \(option)\r\n\r\n"))
        #expect(parsed.keepsAlive == keepsAlive)
    }

    @Test(arguments: [
        ("Content-Length: 0", BodyFraming.none), ("Content-Length: 12", .length(12)),
        ("Content-Length: 9223372036854775807", .length(.max)), ("Transfer-Encoding: chunked", .chunked),
        ("Transfer-Encoding: , Chunked ,", .chunked), ("X: y", .none),
    ])
    func framingIsFound(_ field: String, _ framing: BodyFraming) throws {
        #expect(try parse("POST / HTTP/1.1\r\nHost: h\r\n\(field)\r\n\r\n")?.framing == framing)
    }

    @Test func limitsHoldToTheByte() throws {
        var limits = Limits()
        limits.requestLineBytes = 14
        #expect(try parse("GET / HTTP/1.1\r\nHost: h\r\n\r\n", limits: limits) != nil)
        #expect(error("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", limits: limits) == .requestLineTooLong)
        limits.headBytes = 27
        #expect(try parse("GET / HTTP/1.1\r\nHost: h\r\n\r\n", limits: limits) != nil)
        #expect(error("GET / HTTP/1.1\r\nHost: hh\r\n\r\n", limits: limits) == .headTooLarge)
        limits.headBytes = 100
        limits.fieldCount = 2
        #expect(try parse("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\n", limits: limits) != nil)
        #expect(error("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nC: d\r\n\r\n", limits: limits) == .tooManyFields)
    }
}
