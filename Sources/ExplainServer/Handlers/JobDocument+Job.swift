import ExplainAPI
import ExplainCore

extension JobDocument {
    /// A job as clients see it.
    init(_ job: Job) {
        self.init(
            id: job.id, kind: job.kind.rawValue, model: job.model, status: job.status.rawValue,
            progress: ProgressDocument(
                done: job.progress.done, total: job.progress.total, etaSeconds: job.etaSeconds),
            attempts: job.attempts, createdAt: Timestamp.text(milliseconds: job.createdAtMilliseconds),
            startedAt: job.startedAtMilliseconds.map { Timestamp.text(milliseconds: $0) },
            finishedAt: job.finishedAtMilliseconds.map { Timestamp.text(milliseconds: $0) },
            failure: job.failure.map { Failure(code: $0.code, detail: $0.detail) },
            hasResult: job.status == .succeeded && !job.resultIsExpired)
    }
}

extension JobListDocument {
    /// A page as clients see it.
    init(_ page: JobPage) {
        self.init(jobs: page.jobs.map { JobDocument($0) }, nextCursor: page.nextCursor)
    }
}
