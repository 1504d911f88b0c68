public import ExplainCore

/// Which reference rows an explanation was computed against.
public struct BackgroundReference: Sendable, Equatable {
    /// The name in the model's settings.
    public var name: String
    /// SHA-256 of rows and weights.
    public var digest: String
    /// The number of rows.
    public var rows: Int

    /// Creates a reference.
    public init(name: String, digest: String, rows: Int) {
        self.name = name
        self.digest = digest
        self.rows = rows
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("digest", digest)
        writer.member("rows", rows)
        writer.endObject()
    }
}
