/// A peer's whole response.
struct PeerResponse: Sendable, Equatable {
    /// The status code.
    var status: Int
    /// The media type, lower-case and without parameters; empty where none was given.
    var mediaType = ""
    /// Whether the body is in a content coding, which was not asked for.
    var isCoded = false
    /// Seconds of `Retry-After`, if it is a number.
    var retryAfterSeconds: Int?
    /// Whether the connection may carry another request.
    var keepsConnection = true
    /// The body without its transfer coding.
    var body: [UInt8] = []
}
