import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Looks up the addresses of a model server's name, and keeps those that may be reached.
///
/// The system's look-up cannot be interrupted: it has a thread of its own, and whoever waits for it leaves at the deadline.
final class NameResolver: Sendable {
    /// Looks a name up: IPv4 addresses of 4 bytes, IPv6 addresses of 16, in the order to try them.
    typealias LookUp = @Sendable (String) -> [[UInt8]]

    private let lookUp: LookUp
    private let queue = DispatchQueue(label: "explaind.names")

    /// Creates a resolver.
    init(lookUp: @escaping LookUp = NameResolver.systemLookUp) { self.lookUp = lookUp }

    /// The addresses of a place that may be connected to.
    ///
    /// - Throws: ``PeerFault/noConnection`` when there is none, ``PeerFault/forbiddenAddress`` when all are forbidden, or
    ///   how the deadline ended.
    func addresses(of place: PeerURL.Place, _ deadline: PeerDeadline) throws(PeerFault) -> [PeerAddress] {
        guard case .host(let host, let port) = place else {
            guard case .socket(let path) = place else { return [] }
            return [.socket(path)]
        }
        let found = try found(host, deadline)
        guard !found.isEmpty else { throw .noConnection }
        let allowed = found.filter(AddressRule.allows)
        guard !allowed.isEmpty else { throw .forbiddenAddress }
        return allowed.map { bytes in
            .internet(bytes.count == 4 ? .version4(bytes) : .version6(bytes), port: port)
        }
    }

    private func found(_ host: String, _ deadline: PeerDeadline) throws(PeerFault) -> [[UInt8]] {
        if let literal = Self.literal(host) { return [literal] }
        let answer = Answer()
        queue.async { [lookUp] in answer.give(lookUp(host)) }
        while true {
            let wait = try deadline.nextWaitMilliseconds()
            if let found = answer.wait(milliseconds: Int(wait)) { return found }
        }
    }

    /// What a look-up found, for a thread that may have left.
    private final class Answer: Sendable {
        private let found = Mutex<[[UInt8]]?>(nil)
        private let isThere = DispatchSemaphore(value: 0)

        func give(_ addresses: [[UInt8]]) {
            found.withLock { $0 = addresses }
            isThere.signal()
        }

        func wait(milliseconds: Int) -> [[UInt8]]? {
            guard isThere.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
            return found.withLock { $0 }
        }
    }

    /// The address that a host is written as, if it is one.
    private static func literal(_ host: String) -> [UInt8]? {
        guard let address = try? ListenAddress(host: host), host != "localhost" else { return nil }
        switch address {
        case .version4(let bytes), .version6(let bytes): return bytes
        }
    }

    /// The system's own look-up.
    static func systemLookUp(_ host: String) -> [[UInt8]] {
        // SAFETY: getaddrinfo fills `list` or fails; the list lives until freeaddrinfo at the end of this function, and
        // every address in it is as large as its family says.
        var hints = unsafe addrinfo()
        #if canImport(Glibc)
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [[UInt8]] = []
        var next = unsafe list
        while let entry = unsafe next {
            let info = unsafe entry.pointee
            if let address = unsafe info.ai_addr {
                if unsafe info.ai_family == AF_INET {
                    let bytes = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr
                    addresses.append(Self.bytes(of: bytes))
                } else if unsafe info.ai_family == AF_INET6 {
                    let bytes = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in6.self).sin6_addr
                    addresses.append(Self.bytes(of: bytes))
                }
            }
            unsafe next = info.ai_next
        }
        return addresses
    }

    private static func bytes<Address>(of address: Address) -> [UInt8] {
        // SAFETY: the bytes of a plain value, read within the closure.
        unsafe withUnsafeBytes(of: address) { unsafe Array($0) }
    }
}
