/// The request line and the header fields of a request, checked and decoded.
struct RequestHead: Sendable {
    /// The method; a HEAD request shows as GET.
    var method: HTTPMethod
    /// Whether the method on the wire was HEAD: the response is that of GET, and its body is not sent.
    var isHead = false
    /// The path of the target, percent-decoded once, without the query.
    ///
    /// It starts with a slash, but for `*` in OPTIONS.
    var path: String
    /// The query as it was sent, without the question mark; nil where there is none.
    ///
    /// Its percent-encoding is well-formed; ``PercentEncoding/decode(_:plusIsSpace:)`` decodes its parts.
    var query: String?
    /// The minor version: 0 or 1; anything above 1.1 counts as 1.1.
    var minorVersion = 1
    /// The header fields.
    var fields = HTTPFields()
}
