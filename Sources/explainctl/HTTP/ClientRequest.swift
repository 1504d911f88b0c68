import ExplainCore

/// One request to explaind.
struct ClientRequest: Sendable, Equatable {
    /// The verb.
    var method = "GET"
    /// The path, percent-encoded, with its query.
    var target: String
    /// Further header fields.
    var fields: [Field] = []
    /// The body; empty for none.
    var body: [UInt8] = []

    /// One header field.
    struct Field: Sendable, Equatable {
        /// The field's name.
        let name: String
        /// The field's value.
        let value: String
    }

    /// The bytes that go over the wire; one request a connection.
    func encoded(for address: ServerAddress) -> [UInt8] {
        var head = "\(method) \(address.prefix)\(target) HTTP/1.1\r\n"
        head += "Host: \(address.authority)\r\nUser-Agent: explainctl\r\nAccept: application/json\r\n"
        for field in fields { head += "\(field.name): \(field.value)\r\n" }
        if !body.isEmpty || method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "Connection: close\r\n\r\n").utf8) + body
    }

    /// A path of these segments, each percent-encoded.
    static func path(_ segments: String..., suffix: String = "") -> String {
        segments.map { "/" + encoded($0) }.joined() + suffix
    }

    /// A query of the members that have a value; empty when none has.
    static func query(_ members: KeyValuePairs<String, String?>) -> String {
        let parts = members.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// The text with all but RFC 3986's unreserved characters percent-encoded.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isUnreserved = isAlphanumeric(byte) || "-._~".utf8.contains(byte)
            return isUnreserved ? String(UnicodeScalar(byte)) : "%" + SHA256.hex([byte]).uppercased()
        }.joined()
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
