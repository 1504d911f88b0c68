/// A response as the application gives it.
///
/// The reason phrase, `Date`, `Content-Length` and `Connection` are the server's: they are written for the status, the body
/// and the connection, and must not stand among the fields.
struct HTTPResponse: Sendable, Equatable {
    /// The status, 200 to 599.
    var status: Int
    /// The fields, in the order in which they are sent.
    var fields: [HTTPField]
    /// The content.
    ///
    /// It is not sent in answer to HEAD, nor with 204 and 304.
    var body: [UInt8]
    /// Whether the connection is closed after this response.
    var closesConnection: Bool

    /// Creates a response.
    init(status: Int, fields: [HTTPField] = [], body: [UInt8] = [], closesConnection: Bool = false) {
        self.status = status
        self.fields = fields
        self.body = body
        self.closesConnection = closesConnection
    }

    /// Creates a response with content of a media type.
    init(status: Int, contentType: String, body: [UInt8]) {
        self.init(status: status, fields: [HTTPField("Content-Type", contentType)], body: body)
    }

    /// The first value of a field, looked up without regard to case.
    subscript(name: String) -> String? { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
}
