/// Carries a request to a server and its answer back.
protocol Transport: Sendable {
    /// Sends a request and waits for the whole answer.
    ///
    /// - Throws: ``ClientError`` when there is none.
    func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse
}
