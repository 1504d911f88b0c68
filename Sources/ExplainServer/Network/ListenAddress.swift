#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An address to listen on.
enum ListenAddress: Sendable, Equatable {
    /// Four bytes, in network order.
    case version4([UInt8])
    /// Sixteen bytes, in network order.
    case version6([UInt8])

    /// Reads a host: an IP address, or `localhost` for 127.0.0.1.
    init(host: String) throws(NetworkError) {
        if host == "localhost" {
            self = .version4([127, 0, 0, 1])
        } else if let bytes = Self.parse(host, AF_INET, count: 4) {
            self = .version4(bytes)
        } else if let bytes = Self.parse(host, AF_INET6, count: 16) {
            self = .version6(bytes)
        } else {
            throw .unsupportedHost(host)
        }
    }

    /// The address family of a socket for it.
    var family: Int32 {
        switch self {
        case .version4: AF_INET
        case .version6: AF_INET6
        }
    }

    /// Calls a function with the address as the system wants it.
    func withSocketAddress<Result>(
        port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        switch self {
        case .version4(let bytes):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            // SAFETY: four bytes go where an address has four.
            unsafe withUnsafeMutableBytes(of: &address.sin_addr) { unsafe $0.copyBytes(from: bytes) }
            return unsafe Self.reinterpret(&address, body)
        case .version6(let bytes):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            // SAFETY: sixteen bytes go where an address has sixteen.
            unsafe withUnsafeMutableBytes(of: &address.sin6_addr) { unsafe $0.copyBytes(from: bytes) }
            return unsafe Self.reinterpret(&address, body)
        }
    }

    private static func reinterpret<Address, Result>(
        _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        let size = socklen_t(MemoryLayout<Address>.size)
        // SAFETY: every socket address begins like `sockaddr`; the size says how far it may be read.
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, size) }
        }
    }

    private static func parse(_ host: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        // SAFETY: the call writes the 4 or 16 bytes that an address of the family has.
        return unsafe inet_pton(family, host, &bytes) == 1 ? bytes : nil
    }
}
