/// One header field of a response.
struct HTTPField: Sendable, Equatable {
    /// The name, as it is sent.
    var name: String
    /// The value; control characters in it are sent as spaces.
    var value: String

    /// Creates a field.
    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
