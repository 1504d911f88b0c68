/// A request head with what it says about the connection and the body.
struct ParsedHead: Sendable {
    /// What the application sees.
    var head: RequestHead
    /// How the body ends.
    var framing: BodyFraming
    /// Whether the connection may stay open after the response.
    var keepsAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    var expectsContinue: Bool
    /// The bytes of the head, with any empty lines before it.
    var byteCount: Int
}
