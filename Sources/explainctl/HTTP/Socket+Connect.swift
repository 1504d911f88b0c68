#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Socket {
    /// A connected, non-blocking descriptor, which the caller closes.
    ///
    /// - Throws: ``ClientError/unreachable(_:)`` with the reason of the last address.
    static func connected(host: String, port: UInt16, timeoutMilliseconds: Int) throws(ClientError) -> Int32 {
        // SAFETY: getaddrinfo fills `list` or fails; the list lives until freeaddrinfo at the end of this function.
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = streamType
        var list: UnsafeMutablePointer<addrinfo>?
        let status = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else { throw .unreachable("the name \(host) is not known") }
        defer { unsafe freeaddrinfo(list) }
        var reason = "no address"
        var next = unsafe list
        while let entry = unsafe next {
            let info = unsafe entry.pointee
            let descriptor = socket(unsafe info.ai_family, unsafe info.ai_socktype, unsafe info.ai_protocol)
            if descriptor >= 0 {
                let failure = unsafe connect(descriptor, info.ai_addr, info.ai_addrlen, timeoutMilliseconds)
                guard let failure else { return descriptor }
                _ = close(descriptor)
                reason = failure
            }
            unsafe next = info.ai_next
        }
        throw .unreachable(reason)
    }

    #if canImport(Glibc)
        private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
        private static let streamType = SOCK_STREAM
    #endif

    /// Connects within the time; nil when it did, else why not.
    ///
    // SAFETY: `address` comes from getaddrinfo with its own length, and its list outlives the call.
    private static func connect(
        _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?, _ length: socklen_t,
        _ timeoutMilliseconds: Int
    ) -> String? {
        #if !canImport(Glibc)
            var isOn: Int32 = 1
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
        #endif
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        #if canImport(Glibc)
            let result = unsafe Glibc.connect(descriptor, address, length)
        #else
            let result = unsafe Darwin.connect(descriptor, address, length)
        #endif
        if result == 0 { return nil }
        guard errno == EINPROGRESS else { return text(of: errno) }
        var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&item, 1, Int32(clamping: timeoutMilliseconds)) > 0 else {
            return "no connection within \(timeoutMilliseconds / 1000) s"
        }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        return failure == 0 ? nil : text(of: failure)
    }

    private static func text(of code: Int32) -> String { systemMessage(code) }
}
