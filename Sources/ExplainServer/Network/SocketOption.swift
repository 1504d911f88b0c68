#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Options of a socket.
enum SocketOption {
    /// Sets an option that is on or off.
    static func set(_ descriptor: Int32, level: Int32, _ option: Int32, _ isOn: Bool) {
        var value: Int32 = isOn ? 1 : 0
        // SAFETY: the call only reads the value, whose size it is told.
        _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Prepares a connection: small writes are not held back, and a lost client raises no signal.
    static func prepareConnection(_ descriptor: Int32) {
        set(descriptor, level: Int32(IPPROTO_TCP), TCP_NODELAY, true)
        #if canImport(Darwin)
            set(descriptor, level: SOL_SOCKET, SO_NOSIGPIPE, true)
        #endif
    }

    /// Makes a descriptor non-blocking, and closed in programs that this one starts.
    static func setNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
}
