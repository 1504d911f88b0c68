/// A ``JSONError`` before the path is known.
struct JSONFault: Error {
    /// The byte at which it was noticed.
    var offset: Int
    /// What is wrong.
    var reason: JSONError.Reason
}
