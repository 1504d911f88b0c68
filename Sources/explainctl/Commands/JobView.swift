import ExplainCore

/// A job as the server shows it.
struct JobView: Sendable, Equatable {
    /// The identifier.
    let id: String
    /// What it computes: `explain` or `importance`.
    let kind: String
    /// The model's name.
    let model: String
    /// `queued`, `running`, `succeeded`, `failed` or `cancelled`.
    let status: String
    /// How far it is.
    let progress: ProgressBar
    /// How often it was started.
    let attempts: Int
    /// When it was submitted, as the server writes it.
    let createdAt: String
    /// Why it failed, if it did.
    let failure: String?

    /// Reads a job document.
    ///
    /// - Throws: ``CommandError/unexpectedAnswer(_:)`` when it has no id or status.
    init(_ document: JSONValue) throws(CommandError) {
        guard let id = document["id"]?.asString, let status = document["status"]?.asString else {
            throw .unexpectedAnswer("a job without id or status")
        }
        self.id = id
        self.status = status
        kind = document["kind"]?.asString ?? "-"
        model = document["model"]?.asString ?? document["model"]?["name"]?.asString ?? "-"
        attempts = document["attempts"]?.asInt ?? 0
        createdAt = document["created_at"]?.plainText ?? "-"
        let error = document["error"]
        failure = error?["detail"]?.asString ?? error?.asString
        let numbers = document["progress"]
        progress = ProgressBar(
            fraction: status == "succeeded" ? 1 : numbers?["fraction"]?.asDouble ?? 0,
            done: numbers?["done"]?.asInt ?? 0, total: numbers?["total"]?.asInt ?? 0,
            etaSeconds: numbers?["eta_seconds"]?.asDouble, status: status)
    }

    /// Whether nothing more will happen to it.
    var isFinished: Bool { ["succeeded", "failed", "cancelled"].contains(status) }

    /// What the shell is told when it has finished.
    var exitCode: ExitCode { status == "succeeded" ? .success : .refused }

    /// Jobs as a table.
    static func table(_ jobs: [JobView]) -> Table {
        var table = Table([
            ("JOB", .left), ("MODEL", .left), ("KIND", .left), ("STATUS", .left), ("DONE", .right),
            ("ATTEMPTS", .right), ("CREATED", .left),
        ])
        for job in jobs {
            let done = "\(Int((min(1, max(0, job.progress.fraction)) * 100).rounded(.down)))%"
            table.append([job.id, job.model, job.kind, job.status, done, String(job.attempts), job.createdAt])
        }
        return table
    }
}
