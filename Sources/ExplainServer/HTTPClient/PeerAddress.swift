#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An address that was checked, and that is connected to without another look at its name.
enum PeerAddress: Sendable, Equatable {
    /// An IP address and a port.
    case internet(ListenAddress, port: UInt16)
    /// The path of a Unix socket.
    case socket(String)

    /// The address family of a socket for it.
    var family: Int32 {
        switch self {
        case .internet(let address, _): address.family
        case .socket: AF_UNIX
        }
    }

    /// Calls a function with the address as the system wants it.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        switch self {
        case .internet(let address, let port):
            // SAFETY: the pointer is handed on within the call.
            return unsafe address.withSocketAddress(port: port, body)
        case .socket(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            precondition(path.utf8.count <= PeerURL.longestSocketPath, "a socket's path fits")
            // SAFETY: the path was measured above and is shorter than the field, which is all zeros.
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, size) }
            }
        }
    }
}
