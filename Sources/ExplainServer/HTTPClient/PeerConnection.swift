#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One connection to a model server, closed when it goes away.
final class PeerConnection: Sendable {
    private let socket: Descriptor

    /// Connects.
    ///
    /// - Throws: ``PeerFault/noConnection``, or how the deadline ended.
    init(to address: PeerAddress, _ deadline: PeerDeadline) throws(PeerFault) {
        #if canImport(Glibc)
            let number = Glibc.socket(address.family, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let number = Darwin.socket(address.family, SOCK_STREAM, 0)
        #endif
        guard number >= 0 else { throw .noConnection }
        socket = Descriptor(owning: number)
        SocketOption.setNonBlocking(number)
        SocketOption.prepareConnection(number)
        // SAFETY: the pointer is used within the closure only.
        let result = unsafe address.withSocketAddress { pointer, size in
            #if canImport(Glibc)
                unsafe Glibc.connect(number, pointer, size)
            #else
                unsafe Darwin.connect(number, pointer, size)
            #endif
        }
        if result == 0 { return }
        guard errno == EINPROGRESS || errno == EINTR else { throw .noConnection }
        try wait(for: Int32(POLLOUT), deadline)
        guard pendingError == 0 else { throw .noConnection }
    }

    /// Whether nothing has come and the peer has not hung up: only then may another request be sent.
    var isQuiet: Bool {
        var item = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
        // SAFETY: poll writes one pollfd into one that outlives the call.
        return unsafe poll(&item, 1, 0) == 0
    }

    /// Sends bytes.
    ///
    /// - Returns: false when the peer took no more; its answer, if there is one, says why.
    /// - Throws: how the deadline ended.
    func send(_ bytes: [UInt8], _ deadline: PeerDeadline) throws(PeerFault) -> Bool {
        var start = 0
        while start < bytes.count {
            // SAFETY: the kernel reads within the buffer, which outlives the call.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Self.systemSend(
                    socket.number, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
            }
            if count > 0 {
                start += count
            } else if errno == EAGAIN {
                try wait(for: Int32(POLLOUT), deadline)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Receives what comes next into a buffer.
    ///
    /// - Returns: the number of bytes; 0 at the end of the connection.
    /// - Throws: ``PeerFault/brokenOff`` when it was reset, or how the deadline ended.
    func receive(into buffer: inout [UInt8], _ deadline: PeerDeadline) throws(PeerFault) -> Int {
        while true {
            let capacity = buffer.count
            // SAFETY: the kernel writes at most as many bytes as the buffer has.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket.number, $0.baseAddress, capacity, 0) }
            if count >= 0 { return count }
            switch errno {
            case EAGAIN: try wait(for: Int32(POLLIN), deadline)
            case EINTR: continue
            default: throw .brokenOff
            }
        }
    }

    private var pendingError: Int32 {
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        // SAFETY: the call writes one number of the size it is told.
        return unsafe getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 ? failure : errno
    }

    private func wait(for events: Int32, _ deadline: PeerDeadline) throws(PeerFault) {
        while true {
            let milliseconds = try deadline.nextWaitMilliseconds()
            var item = pollfd(fd: socket.number, events: Int16(events), revents: 0)
            // SAFETY: poll writes one pollfd into one that outlives the call.
            if unsafe poll(&item, 1, milliseconds) > 0 { return }
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
