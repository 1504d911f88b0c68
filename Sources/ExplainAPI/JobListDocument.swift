public import ExplainCore

/// A page of jobs, newest first.
public struct JobListDocument: Sendable, Equatable {
    /// The jobs.
    public var jobs: [JobDocument]
    /// What to pass as `cursor` for the next page; nil on the last.
    public var nextCursor: String?

    /// Creates a page.
    public init(jobs: [JobDocument], nextCursor: String? = nil) {
        self.jobs = jobs
        self.nextCursor = nextCursor
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("jobs")
        writer.beginArray()
        for job in jobs { job.encode(into: &writer) }
        writer.endArray()
        if let nextCursor { writer.member("next_cursor", nextCursor) }
        writer.endObject()
    }
}
