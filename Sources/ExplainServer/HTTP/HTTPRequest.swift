/// A complete request.
struct HTTPRequest: Sendable {
    /// The request line and the fields.
    var head: RequestHead
    /// The content, with any chunked coding removed.
    var body: [UInt8] = []
}
