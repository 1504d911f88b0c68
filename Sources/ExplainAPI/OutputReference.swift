public import ExplainCore

/// Which output of a model an answer is about.
public struct OutputReference: Sendable, Equatable {
    /// The position, from 0.
    public var index: Int
    /// The name.
    public var name: String

    /// Creates a reference.
    public init(index: Int, name: String) {
        self.index = index
        self.name = name
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("index", index)
        writer.member("name", name)
        writer.endObject()
    }
}
