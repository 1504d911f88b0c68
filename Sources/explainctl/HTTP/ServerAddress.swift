/// Where a server listens: `http://host[:port][/prefix]`.
struct ServerAddress: Sendable, Equatable {
    /// The name or address, an IPv6 address without its brackets.
    let host: String
    /// The port.
    let port: UInt16
    /// What stands before every path; empty or `/prefix` without a slash at its end.
    let prefix: String

    /// The address explaind listens on unless told otherwise.
    static let standard = "http://127.0.0.1:8080"

    /// Reads a URL; nil when it is not `http://host[:port][/prefix]` in printable ASCII.
    init?(_ url: String) {
        let scheme = "http://"
        guard url.lowercased().hasPrefix(scheme), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        var prefix = rest.dropFirst(authority.count)
        guard !rest.contains(where: { "?#@".contains($0) }) else { return nil }
        while prefix.last == "/" { prefix = prefix.dropLast() }
        self.prefix = String(prefix)
        guard let (host, port) = Self.split(authority) else { return nil }
        self.host = host
        self.port = port
    }

    /// The value of the Host field.
    var authority: String { (host.contains(":") ? "[\(host)]" : host) + (port == 80 ? "" : ":\(port)") }

    /// The URL, as people read it.
    var description: String { "http://\(authority)\(prefix)" }

    private static func split(_ authority: Substring) -> (String, UInt16)? {
        var host = authority
        var port = Substring("80")
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            if !rest.isEmpty {
                guard rest.first == ":" else { return nil }
                port = rest.dropFirst()
            }
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        guard !host.isEmpty, port.allSatisfy({ $0.isASCII && $0.isNumber }), let number = UInt16(port), number > 0
        else { return nil }
        return (String(host), number)
    }
}
