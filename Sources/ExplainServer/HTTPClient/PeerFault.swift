/// Why an exchange with a peer has no response.
enum PeerFault: Error, Sendable, Equatable {
    /// Nobody accepted the connection, or the name has no address.
    case noConnection
    /// Every address of the name is one that must not be reached.
    case forbiddenAddress
    /// The connection ended before the response did.
    case brokenOff
    /// The peer did not answer within the time it has.
    case timedOut
    /// The caller's own deadline passed.
    case deadlineExceeded
    /// The caller called it off.
    case cancelled
    /// What came is not HTTP/1.1.
    case malformed
    /// The response's head or body is longer than is accepted.
    case tooLong
}
