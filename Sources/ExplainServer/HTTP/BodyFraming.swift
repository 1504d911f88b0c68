/// How the end of a request's body is told (RFC 9112, 6.3).
enum BodyFraming: Sendable, Equatable {
    /// There is no body.
    case none
    /// The body has this many bytes, at least one.
    case length(Int)
    /// The body comes in chunks.
    case chunked
}
