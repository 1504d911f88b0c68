/// A response as a test sees it.
struct TestResponse: Sendable {
    /// The status.
    var status: Int
    /// The reason phrase.
    var reason: String
    /// The fields in order, with names as they were sent.
    var headers: [(name: String, value: String)]
    /// The content.
    var body: [UInt8]

    /// The first value of a field, looked up without regard to case.
    subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// The content as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
