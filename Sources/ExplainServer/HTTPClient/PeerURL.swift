/// Where a model server is: `http://host[:port][/prefix]` or `unix:/path/of/socket`.
struct PeerURL: Sendable, Equatable {
    /// Why a URL is refused.
    enum Fault: Error, Sendable, Equatable {
        /// TLS is for a sidecar or a mesh.
        case needsTLS
        /// The scheme is neither `http` nor `unix`.
        case scheme
        /// There is a name or a password in it.
        case userInformation
        /// A query, a fragment, a character that has no place there, or a port that is none.
        case malformed
        /// The path of the socket is longer than the system takes.
        case pathTooLong
    }

    /// What is connected to.
    enum Place: Sendable, Equatable {
        /// A name or address, an IPv6 address without its brackets.
        case host(String, port: UInt16)
        /// The path of a Unix socket.
        case socket(String)
    }

    /// What is connected to.
    let place: Place
    /// What stands before every path; empty, or `/prefix` without a slash at its end.
    let prefix: String

    /// The longest path of a Unix socket, in bytes, on every system.
    static let longestSocketPath = 103

    /// Reads a URL.
    ///
    /// - Throws: ``Fault``.
    init(_ text: String) throws(Fault) {
        let lowered = text.lowercased()
        if lowered.hasPrefix("https:") || lowered.hasPrefix("wss:") || lowered.hasPrefix("grpcs:") { throw .needsTLS }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .malformed }
        if lowered.hasPrefix("unix:") {
            place = .socket(try Self.socketPath(text.dropFirst(5)))
            prefix = ""
            return
        }
        guard lowered.hasPrefix("http://") else { throw .scheme }
        let rest = text.dropFirst(7)
        let authority = rest.prefix { $0 != "/" }
        if authority.contains("@") { throw .userInformation }
        var prefix = rest.dropFirst(authority.count)
        guard !rest.contains(where: { "?#\\@".contains($0) }) else { throw .malformed }
        while prefix.last == "/" { prefix = prefix.dropLast() }
        self.prefix = String(prefix)
        place = try Self.host(authority)
    }

    /// The value of the `Host` field.
    var authority: String {
        switch place {
        case .host(let host, let port): (host.contains(":") ? "[\(host)]" : host) + (port == 80 ? "" : ":\(port)")
        case .socket: "localhost"
        }
    }

    private static func socketPath(_ rest: Substring) throws(Fault) -> String {
        let path = rest.hasPrefix("//") ? rest.dropFirst(2) : rest
        guard path.first == "/", path.count > 1 else { throw .malformed }
        guard path.utf8.count <= longestSocketPath else { throw .pathTooLong }
        return String(path)
    }

    private static func host(_ authority: Substring) throws(Fault) -> Place {
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw .malformed }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.first == ":" else { throw .malformed }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        let isPlain = host.utf8.allSatisfy { byte in
            ASCII.isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) || "-._:".utf8.contains(byte)
        }
        guard !host.isEmpty, isPlain else { throw .malformed }
        guard let port else { return .host(String(host), port: 80) }
        guard let number = ConfigurationValue.integer(port).flatMap({ UInt16(exactly: $0) }), number > 0 else {
            throw .malformed
        }
        return .host(String(host), port: number)
    }
}
