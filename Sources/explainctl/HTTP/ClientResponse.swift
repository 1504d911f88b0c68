/// One answer of explaind.
struct ClientResponse: Sendable, Equatable {
    /// The status code.
    var status: Int
    /// The header fields in order.
    var fields: [ClientRequest.Field] = []
    /// The body, without its transfer coding.
    var body: [UInt8] = []

    /// The first value of a header field.
    func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
