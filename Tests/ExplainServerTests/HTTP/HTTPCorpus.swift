/// Byte streams as clients send them, good and bad; a stream may hold several requests.
enum HTTPCorpus {
    /// The streams.
    static let streams: [[UInt8]] = (requestLines + fields + framing + chunked + limits).map(latin1)

    private static let requestLines = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\nGET /a?b=c&d=%20 HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%68ealth HTTP/1.0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "HEAD /h HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.2\r\nHost: a\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET HTTP://b:80/p?q HTTP/1.1\r\nHost: a\r\n\r\nGET http:///x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /#f HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\u{7F} HTTP/1.1\r\nHost: a\r\n\r\n",
        "FROB / HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET /\rHTTP/1.1\r\nHost: a\r\n\r\n",
        "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}",
        "\rGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /" + String(repeating: "a", count: 70) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /" + String(repeating: "b", count: 45) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /" + String(repeating: "c", count: 46) + " HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    private static let fields = [
        "GET / HTTP/1.1\r\nhOsT:\t a \t\r\nX-A: caf\u{E9} \u{FF}\r\nX-B:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: \u{00}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\r\nX: b\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: x, CLOSE\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 300) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nExpect: cake\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\nExpect: cake\r\n\r\n",
    ]

    private static let framing = [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551621\r\n\r\nhello",
        "POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /no HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\nhelloGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /no HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ]

    private static let chunked = [
        "5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "1;a=b;c=\"d;\\\"e\"\r\nh\r\n04 ; x \r\nello\r\n0\r\nT: v\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "3\r\nhello\r\n0\r\n\r\n",
        "G\r\n", "\r\n", "-1\r\n", "5;\r\nhello\r\n0\r\n\r\n", "5  \r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
        "1000000000000000\r\n", "20\r\n" + String(repeating: "z", count: 32) + "\r\n9\r\nzzzzzzzzz\r\n0\r\n\r\n",
        "5;" + String(repeating: "e", count: 17) + "\r\nhello\r\n0\r\n\r\n",
        "0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n", "0\r\nbad trailer\r\n\r\n",
        "0\r\nA: " + String(repeating: "t", count: 40) + "\r\n\r\n", "0\r\nA: b\n\r\n\r\n", "0\r\n\rX",
        "5\r\nhello\r\n0\r\n",
    ].map { chunkedHead + $0 }

    /// Lengths on both sides of the limits that the split tests set.
    private static let limits =
        (44...56).map { "GET /" + String(repeating: "a", count: $0) + " HTTP/1.1\r\nHost: a\r\n\r\n" }
        + (160...175).map {
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: $0) + "\r\n\r\n"
        }
        + (12...20).map { chunkedHead + "1;" + String(repeating: "e", count: $0) + "\r\nh\r\n0\r\n\r\n" }
        + (22...32).map { chunkedHead + "0\r\nA: " + String(repeating: "t", count: $0) + "\r\n\r\n" }
        + (38...42).map { chunkedHead + "1\r\nh\r\n" + String($0, radix: 16) + "\r\n" }

    private static let chunkedHead = "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    /// Text to bytes, one a character.
    private static func latin1(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }
}
