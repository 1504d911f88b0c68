/// Why a JSON document was refused, and where.
public struct JSONError: Error, Sendable, Equatable {
    /// The byte at which it was noticed, from 0.
    public var offset: Int
    /// The place in the document, such as `instances[3][7]`; empty at the top.
    public var path: String
    /// What is wrong.
    public var reason: Reason

    /// Creates an error.
    public init(offset: Int, path: String, reason: Reason) {
        self.offset = offset
        self.path = path
        self.reason = reason
    }

    /// One line for people: what is wrong, the place and the byte.
    public var message: String {
        path.isEmpty ? "\(reason.text) (byte \(offset))" : "\(path): \(reason.text) (byte \(offset))"
    }

    /// Whether the text is not JSON (or exceeds a limit of the reader), rather than JSON of another shape than expected.
    public var isMalformed: Bool { reason.isMalformed }
}

extension JSONError: CustomStringConvertible {
    /// The ``message``.
    public var description: String { message }
}
