#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One TCP connection, closed when the value goes away.
struct Socket: ~Copyable {
    private let descriptor: Int32

    /// Connects to the first address of `host` that answers.
    ///
    /// - Throws: ``ClientError/unreachable(_:)``.
    init(host: String, port: UInt16, timeoutMilliseconds: Int) throws(ClientError) {
        descriptor = try Self.connected(host: host, port: port, timeoutMilliseconds: timeoutMilliseconds)
    }

    deinit { _ = close(descriptor) }

    /// Sends bytes, as far as the other side reads them: a server may refuse early, and its answer says why.
    ///
    /// - Throws: ``ClientError/timeout(seconds:)``.
    borrowing func send(_ bytes: [UInt8], _ deadline: Deadline) throws(ClientError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: Int16(POLLOUT), deadline)
            // SAFETY: the kernel reads within the buffer, which outlives the call.
            let count = unsafe rest.withUnsafeBytes {
                unsafe Self.systemSend(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR && errno != EAGAIN {
                return
            }
        }
    }

    /// The next bytes; empty at the end of the connection.
    ///
    /// - Throws: ``ClientError/timeout(seconds:)`` or ``ClientError/closedEarly``.
    borrowing func receive(_ deadline: Deadline) throws(ClientError) -> [UInt8] {
        while true {
            try wait(for: Int16(POLLIN), deadline)
            var failure: Int32 = 0
            // SAFETY: the kernel writes at most the buffer's capacity, and `count` is what it wrote.
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                let received = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if received < 0 { failure = errno }
                count = max(0, received)
            }
            if failure == 0 { return bytes }
            if failure != EINTR && failure != EAGAIN { throw .closedEarly }
        }
    }

    private borrowing func wait(for events: Int16, _ deadline: Deadline) throws(ClientError) {
        while true {
            var item = pollfd(fd: descriptor, events: events, revents: 0)
            // SAFETY: poll writes one pollfd into one that outlives the call.
            let ready = unsafe poll(&item, 1, try deadline.remainingMilliseconds())
            if ready > 0 { return }
        }
    }

    // SAFETY: forwards a buffer that its caller keeps alive; only the name differs from the method's.
    private static func systemSend(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.send(descriptor, base, count, Int32(MSG_NOSIGNAL))
        #else
            unsafe Darwin.send(descriptor, base, count, 0)
        #endif
    }
}
