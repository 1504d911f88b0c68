#if canImport(Glibc)
    import CLinux
    import Glibc
#else
    import Darwin
#endif

/// A socket that accepts connections.
struct Listener: ~Copyable, Sendable {
    /// The outcome of one call of accept.
    enum Outcome: Equatable {
        /// A connection, non-blocking; the caller owns its descriptor.
        case connection(Int32)
        /// Nobody waits.
        case none
        /// A connection vanished before it was accepted; the next may be there.
        case vanished
        /// The process or the system has no descriptor or no memory left.
        case exhausted
    }

    private let socket: Descriptor
    /// Held open, so that there is one to give up when there are no more.
    private var reserve: Descriptor?
    /// The port, also where the system chose it.
    let port: UInt16

    /// Binds and listens.
    ///
    /// - Parameters:
    ///   - host: an IP address or `localhost`. `::` listens for IPv4, too.
    ///   - port: 0 lets the system choose.
    ///   - backlog: connections that the kernel may hold before they are accepted.
    /// - Throws: ``NetworkError`` when the host is no address, or the system refuses it.
    init(host: String, port: UInt16, backlog: Int) throws(NetworkError) {
        let address = try ListenAddress(host: host)
        let socket = try Self.makeSocket(family: address.family)
        let number = socket.number
        SocketOption.setNonBlocking(number)
        SocketOption.set(number, level: SOL_SOCKET, SO_REUSEADDR, true)
        if address.family == AF_INET6 {
            SocketOption.set(number, level: Int32(IPPROTO_IPV6), IPV6_V6ONLY, false)
        }
        // SAFETY: the pointer is used within the closure only.
        let isBound = unsafe address.withSocketAddress(port: port) { unsafe bind(number, $0, $1) == 0 }
        guard isBound else { throw .system(call: "bind", code: errno) }
        guard listen(number, Int32(clamping: backlog)) == 0 else { throw .system(call: "listen", code: errno) }
        self.port = try Self.port(of: number)
        self.socket = socket
        reserve = Self.openReserve()
    }

    /// The descriptor to poll.
    var descriptor: Int32 { socket.number }

    /// Accepts one connection.
    func accept() -> Outcome {
        #if os(Linux)
            let number = accept4(
                socket.number, nil, nil, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
        #else
            // SAFETY: without an address nothing is written.
            let number = unsafe Darwin.accept(socket.number, nil, nil)
        #endif
        guard number >= 0 else { return Self.outcome(ofError: errno) }
        #if !os(Linux)
            SocketOption.setNonBlocking(number)
        #endif
        SocketOption.prepareConnection(number)
        return .connection(number)
    }

    /// Tells one waiting client that there is no room, rather than leave it hanging, when ``accept()`` was exhausted.
    ///
    /// The reserve descriptor is given up, the connection taken with it and closed, and the reserve taken back.
    mutating func turnAwayOne() {
        reserve = nil
        if case .connection(let number) = accept() { _ = close(number) }
        reserve = Self.openReserve()
    }

    private static func outcome(ofError code: Int32) -> Outcome {
        switch code {
        case EAGAIN: .none
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: .exhausted
        default: .vanished
        }
    }

    private static func makeSocket(family: Int32) throws(NetworkError) -> Descriptor {
        #if os(Linux)
            let number = Glibc.socket(family, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let number = Darwin.socket(family, SOCK_STREAM, 0)
        #endif
        guard number >= 0 else { throw .system(call: "socket", code: errno) }
        return Descriptor(owning: number)
    }

    private static func openReserve() -> Descriptor? {
        // SAFETY: the path is a literal.
        let number = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        return number >= 0 ? Descriptor(owning: number) : nil
    }

    private static func port(of descriptor: Int32) throws(NetworkError) -> UInt16 {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        // SAFETY: the storage is as large as any address. The port has the same place in both families.
        let port = unsafe withUnsafeMutablePointer(to: &address) { storage -> UInt16? in
            let isKnown = unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(descriptor, $0, &size) == 0
            }
            guard isKnown else { return nil }
            return unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
        guard let port else { throw .system(call: "getsockname", code: errno) }
        return port
    }
}
