/// A blocking HTTP/1.1 client over TCP: one connection a request, bounded in time and size.
struct HTTPTransport: Transport {
    /// The server.
    let address: ServerAddress
    /// How long connecting may take, in milliseconds.
    var connectTimeoutMilliseconds = 5000
    /// How long request and answer may take together, in seconds.
    var timeoutSeconds = 120
    /// The longest answer, in bytes.
    var limitBytes = 256 * 1024 * 1024

    func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
        let deadline = Deadline(seconds: timeoutSeconds)
        let socket = try Socket(
            host: address.host, port: address.port, timeoutMilliseconds: connectTimeoutMilliseconds)
        try socket.send(request.encoded(for: address), deadline)
        var parser = ResponseParser(limitBytes: limitBytes)
        while true {
            let piece = try socket.receive(deadline)
            if piece.isEmpty { return try parser.finish() }
            if let response = try parser.feed(piece[...]) { return response }
        }
    }
}
