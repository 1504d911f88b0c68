public import ExplainCore

/// Why a request was refused or failed: the body of every error answer (RFC 9457).
public struct Problem: Error, Sendable, Equatable {
    /// The media type of the body.
    public static let mediaType = "application/problem+json"

    /// What went wrong, for programs.
    public var code: ProblemCode
    /// What went wrong this time, where, and what to do about it, for people.
    public var detail: String
    /// The place in the request, such as `instances[3][7]`; nil where there is none.
    public var field: String?

    /// When it is worth asking again, for the `Retry-After` field.
    public var retryAfterSeconds: Int?

    /// Creates a problem.
    public init(_ code: ProblemCode, detail: String, field: String? = nil) {
        self.code = code
        self.detail = detail
        self.field = field
    }

    /// The HTTP status of the answer.
    public var status: Int { code.status }

    /// Writes the body; `error` repeats the detail for the clients of KServe V1 and V2, which read nothing else.
    public func encode(into writer: inout JSONWriter, requestID: String) {
        writer.beginObject()
        writer.member("type", "urn:explaind:problem:\(code.rawValue)")
        writer.member("title", code.title)
        writer.member("status", status)
        writer.member("detail", detail)
        writer.member("code", code.rawValue)
        if let field { writer.member("field", field) }
        writer.member("request_id", requestID)
        writer.member("error", detail)
        writer.endObject()
    }
}
