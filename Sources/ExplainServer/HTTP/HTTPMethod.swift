/// The request methods this server knows; any other is answered with 501.
///
/// A HEAD request reaches the application as ``get`` (see ``RequestHead/isHead``). CONNECT is never served.
enum HTTPMethod: String, Sendable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
    case options = "OPTIONS"
    case patch = "PATCH"
    case trace = "TRACE"
}
