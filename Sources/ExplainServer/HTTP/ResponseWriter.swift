/// Writes responses as bytes.
enum ResponseWriter {
    /// What is said about the connection.
    enum ConnectionOption {
        /// It closes after this response.
        case close
        /// It stays open, and the client is of HTTP/1.0, so that it must be told.
        case keepAlive
        /// It stays open, as is the rule in HTTP/1.1.
        case silent
    }

    /// The interim response that asks for the body.
    static func appendContinue(to output: inout [UInt8]) { output += "HTTP/1.1 100 Continue\r\n\r\n".utf8 }

    /// Appends a response.
    ///
    /// - Parameters:
    ///   - response: what the application gave. Fields that are the server's are skipped.
    ///   - date: the value of `Date`.
    ///   - isHead: whether the request was HEAD: the length is told, the body is not sent.
    ///   - option: what is said about the connection.
    ///   - output: takes the bytes.
    static func append(
        _ response: HTTPResponse, date: [UInt8], isHead: Bool, option: ConnectionOption, to output: inout [UInt8]
    ) {
        let status = response.status
        precondition((200...599).contains(status), "a final response has a status from 200 to 599")
        output += "HTTP/1.1 ".utf8
        append(status, to: &output)
        output.append(ASCII.space)
        output += ReasonPhrase.of(status).utf8
        output += "\r\nDate: ".utf8
        output += date
        for field in response.fields where !isReserved(field.name) { append(field, to: &output) }
        let hasContent = status != 204 && status != 304
        if hasContent {
            output += "\r\nContent-Length: ".utf8
            append(response.body.count, to: &output)
        }
        switch option {
        case .close: output += "\r\nConnection: close".utf8
        case .keepAlive: output += "\r\nConnection: keep-alive".utf8
        case .silent: break
        }
        output += "\r\n\r\n".utf8
        if hasContent, !isHead { output += response.body }
    }

    /// Whether a field is written by the server alone.
    private static func isReserved(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: name.lowercased() == "date"
        case 10: name.lowercased() == "connection"
        case 14: name.lowercased() == "content-length"
        case 17: name.lowercased() == "transfer-encoding"
        default: false
        }
    }

    /// Appends a field; control characters become spaces, so that no value can end its line.
    private static func append(_ field: HTTPField, to output: inout [UInt8]) {
        precondition(!field.name.isEmpty && field.name.utf8.allSatisfy(ASCII.isToken), "a field name is a token")
        output += "\r\n".utf8
        output += field.name.utf8
        output += ": ".utf8
        let start = output.count
        output += field.value.utf8
        for index in start..<output.count where !ASCII.isFieldValue(output[index]) { output[index] = ASCII.space }
    }

    private static func append(_ number: Int, to output: inout [UInt8]) {
        if number >= 10 { append(number / 10, to: &output) }
        output.append(UInt8(0x30 + number % 10))
    }
}
