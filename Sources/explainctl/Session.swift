import ExplainCore

/// What a command works with: a server, a place to write, and how.
struct Session: Sendable {
    /// The way to the server.
    let transport: any Transport
    /// The server's URL, for messages.
    let url: String
    /// The bearer token, if any.
    let token: String?
    /// Whether the server's JSON is printed instead of tables.
    let printsJSON: Bool
    /// Where words go.
    let console: Console

    /// Sends a request; whatever its status, the answer comes back.
    ///
    /// - Throws: ``CommandError/unreachable(url:_:)``.
    func exchange(_ request: ClientRequest) throws(CommandError) -> ClientResponse {
        var request = request
        if let token { request.fields.append(ClientRequest.Field(name: "Authorization", value: "Bearer \(token)")) }
        do {
            return try transport.send(request)
        } catch {
            throw .unreachable(url: url, error)
        }
    }

    /// Sends a request that must succeed.
    ///
    /// - Throws: ``CommandError/refused(_:)`` for any status but 2xx.
    func send(_ request: ClientRequest) throws(CommandError) -> ClientResponse {
        let response = try exchange(request)
        guard (200..<300).contains(response.status) else { throw .refused(Refusal(response)) }
        return response
    }

    /// Gets a document.
    ///
    /// - Throws: ``CommandError`` as ``send(_:)`` does, or when the body is no JSON.
    func get(_ target: String) throws(CommandError) -> (JSONValue, ClientResponse) {
        let response = try send(ClientRequest(target: target))
        return (try Self.document(response), response)
    }

    /// The body as JSON.
    ///
    /// - Throws: ``CommandError/unexpectedAnswer(_:)``.
    static func document(_ response: ClientResponse) throws(CommandError) -> JSONValue {
        do {
            return try JSONValue.parse(response.body)
        } catch {
            throw .unexpectedAnswer(error.message)
        }
    }

    /// Prints a body as it came, ended by a line break.
    func printBody(_ response: ClientResponse) {
        guard !response.body.isEmpty else { return }
        console.output(response.body + (response.body.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]))
    }
}
