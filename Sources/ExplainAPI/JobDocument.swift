public import ExplainCore

/// A job as it stands.
public struct JobDocument: Sendable, Equatable {
    /// How far a job is.
    public struct ProgressDocument: Sendable, Equatable {
        /// Evaluations done.
        public var done: Int
        /// Evaluations in all.
        public var total: Int
        /// Seconds it is expected to need yet; nil while nothing is known.
        public var etaSeconds: Double?

        /// Creates a progress.
        public init(done: Int, total: Int, etaSeconds: Double? = nil) {
            self.done = done
            self.total = total
            self.etaSeconds = etaSeconds
        }

        /// The share that is done, 0...1.
        public var fraction: Double { total > 0 ? min(1, max(0, Double(done) / Double(total))) : 0 }
    }

    /// Why a job failed.
    public struct Failure: Sendable, Equatable {
        /// A stable word for programs.
        public var code: String
        /// A sentence for people.
        public var detail: String

        /// Creates a failure.
        public init(code: String, detail: String) {
            self.code = code
            self.detail = detail
        }
    }

    /// The identifier, `jb_` and a ULID.
    public var id: String
    /// What it computes: `explain` or `importance`.
    public var kind: String
    /// The model's name.
    public var model: String
    /// `queued`, `running`, `succeeded`, `failed` or `cancelled`.
    public var status: String
    /// How far it is.
    public var progress: ProgressDocument
    /// How often it was started.
    public var attempts: Int
    /// When it was accepted, as RFC 3339 text.
    public var createdAt: String
    /// When the present attempt began.
    public var startedAt: String?
    /// When it became final.
    public var finishedAt: String?
    /// Why it failed.
    public var failure: Failure?
    /// Whether its result can be had.
    public var hasResult: Bool

    /// Creates a document.
    public init(
        id: String, kind: String, model: String, status: String, progress: ProgressDocument, attempts: Int,
        createdAt: String, startedAt: String? = nil, finishedAt: String? = nil, failure: Failure? = nil,
        hasResult: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.model = model
        self.status = status
        self.progress = progress
        self.attempts = attempts
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.failure = failure
        self.hasResult = hasResult
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.member("kind", kind)
        writer.member("model", model)
        writer.member("status", status)
        writer.key("progress")
        writer.beginObject()
        writer.member("done", progress.done)
        writer.member("total", progress.total)
        writer.member("fraction", progress.fraction)
        if let eta = progress.etaSeconds { writer.member("eta_seconds", finite: eta) }
        writer.endObject()
        writer.member("attempts", attempts)
        writer.member("created_at", createdAt)
        if let startedAt { writer.member("started_at", startedAt) }
        if let finishedAt { writer.member("finished_at", finishedAt) }
        if let failure {
            writer.key("error")
            writer.beginObject()
            writer.member("code", failure.code)
            writer.member("detail", failure.detail)
            writer.endObject()
        }
        if hasResult { writer.member("result", JobReference(id: id).resultHref) }
        writer.endObject()
    }
}
