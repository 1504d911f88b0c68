#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One accepted connection: its socket and the state of its protocol.
final class ClientSocket {
    /// The outcome of a read or a write.
    enum Outcome: Equatable {
        /// That many bytes moved, at least one.
        case moved(Int)
        /// Not now.
        case blocked
        /// The client has shut down its sending side.
        case ended
        /// The connection is lost.
        case lost
    }

    private let socket: Descriptor
    /// The state of the protocol.
    var connection: Connection
    /// What the poller watches for.
    var interest = Interest.readable
    /// The number of the exchange that waits for its answer.
    var pendingSerial: UInt64?
    /// The client of that exchange.
    var presence: ClientPresence?
    /// When the client was seen to send no more while it waited for an answer.
    var endedAt: Int64?
    /// Whether the sending side is shut down.
    private var isShutDown = false

    /// Takes ownership of a connected, non-blocking socket.
    init(owning number: Int32, limits: Limits, now: Int64) {
        socket = Descriptor(owning: number)
        connection = Connection(limits: limits, now: now)
    }

    /// The descriptor to poll.
    var descriptor: Int32 { socket.number }

    /// Reads into a buffer.
    func read(into buffer: inout [UInt8]) -> Outcome {
        let number = socket.number
        let capacity = buffer.count
        // SAFETY: the call writes at most as many bytes as the buffer has.
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(number, $0.baseAddress, capacity, 0) }
        return count == 0 ? .ended : Self.outcome(count)
    }

    /// Whether the client has shut down its sending side, and nothing is left to read.
    var hasEnded: Bool {
        var byte: UInt8 = 0
        // SAFETY: the call writes at most the one byte that it is given.
        return unsafe recv(socket.number, &byte, 1, Int32(MSG_PEEK)) == 0
    }

    /// Sends the bytes that the connection has ready.
    func write() -> Outcome {
        let number = socket.number
        #if canImport(Glibc)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let flags: Int32 = 0
        #endif
        // SAFETY: the call only reads, and no more bytes than there are.
        let count = unsafe connection.unsentBytes.withUnsafeBytes { bytes in
            unsafe send(number, bytes.baseAddress, bytes.count, flags)
        }
        return Self.outcome(count)
    }

    /// Shuts the sending side down, once.
    func shutDownSending() {
        guard !isShutDown else { return }
        isShutDown = true
        _ = shutdown(socket.number, Int32(SHUT_WR))
    }

    private static func outcome(_ count: Int) -> Outcome {
        if count >= 0 { return .moved(count) }
        return errno == EAGAIN || errno == EINTR ? .blocked : .lost
    }
}
