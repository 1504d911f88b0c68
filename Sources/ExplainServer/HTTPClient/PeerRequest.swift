/// One POST of JSON to a peer.
struct PeerRequest: Sendable {
    /// The path, without the URL's prefix.
    var path: String
    /// Fields beside those of the transport.
    var fields: [HTTPField] = []
    /// The JSON document.
    var body: [UInt8]

    /// The bytes that go over the wire.
    func encoded(for url: PeerURL) -> [UInt8] {
        var head = "POST \(url.prefix)\(path) HTTP/1.1\r\nHost: \(url.authority)\r\nUser-Agent: explaind\r\n"
        head += "Content-Type: application/json\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        head += "Content-Length: \(body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }
}
