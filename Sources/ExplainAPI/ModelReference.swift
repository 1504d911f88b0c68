public import ExplainCore

/// Which model an answer is about.
public struct ModelReference: Sendable, Equatable {
    /// The name in the API.
    public var name: String
    /// The version in the API.
    public var version: String
    /// SHA-256 of settings, model file and schema.
    public var digest: String

    /// Creates a reference.
    public init(name: String, version: String, digest: String) {
        self.name = name
        self.version = version
        self.digest = digest
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("version", version)
        writer.member("digest", digest)
        writer.endObject()
    }
}
