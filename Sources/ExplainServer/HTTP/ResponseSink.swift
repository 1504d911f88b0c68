/// Where a ``Responder`` delivers to: the event loop's mailbox, or a test.
protocol ResponseSink: AnyObject, Sendable {
    /// Takes the response of an exchange, from any thread.
    func deliver(_ response: HTTPResponse, to exchange: ExchangeID)

    /// Takes notice, from any thread, that an exchange will never be answered.
    func abandon(_ exchange: ExchangeID)
}
