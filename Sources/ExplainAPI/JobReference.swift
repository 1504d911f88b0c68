public import ExplainCore

/// Where a job is found.
public struct JobReference: Sendable, Equatable {
    /// The identifier, `jb_` and a ULID.
    public var id: String

    /// Creates a reference.
    public init(id: String) {
        self.id = id
    }

    /// The job's path.
    public var href: String { "/v1/jobs/\(id)" }

    /// The path of the job's result.
    public var resultHref: String { "/v1/jobs/\(id)/result" }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("href", href)
        writer.endObject()
    }
}
