/// What answers the requests of a server.
///
/// All three functions are called on the I/O thread and must not block.
protocol HTTPApplication: Sendable {
    /// Decides from the head whether the request will be served: 404, 405 with Allow, 415, a body limit, 503.
    ///
    /// `Expect: 100-continue` is met only when this accepts.
    func admit(_ head: RequestHead) -> Admission

    /// Answers a complete request through the responder, at once or later, from any thread.
    func respond(to request: HTTPRequest, _ responder: Responder)

    /// The response to a request that broke the protocol or a limit, or that nobody answered.
    ///
    /// The connection is closed after it.
    func protocolError(_ error: HTTPError) -> HTTPResponse
}
