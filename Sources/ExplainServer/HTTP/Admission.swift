/// What the application decides from a request's head, before the body is read.
enum Admission: Sendable {
    /// Read the body, up to a limit in bytes (beyond it: 413), and serve the request.
    case accept(bodyLimitBytes: Int)
    /// Answer this and do not read the body.
    case refuse(HTTPResponse)
}
