import ExplainCore

/// A job as a row of the table `jobs`.
enum JobRow {
    /// The columns that ``job(_:)`` reads, in its order.
    static let columns = """
        sequence, id, kind, model, model_digest, request_digest, status, revision, attempts, crashes, progress_done, \
        progress_total, created_at, started_at, finished_at, failure_code, failure_detail, result_bytes
        """

    /// Inserts a new row.
    static let insertion = """
        INSERT INTO jobs (id, kind, model, model_digest, request_digest, idempotency_key, created_at, status, revision, \
        attempts, crashes, progress_done, progress_total, started_at, finished_at, failure_code, failure_detail, \
        result_bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Writes the state of a row.
    static let update = """
        UPDATE jobs SET status = ?, revision = ?, attempts = ?, crashes = ?, progress_done = ?, progress_total = ?, \
        started_at = ?, finished_at = ?, failure_code = ?, failure_detail = ?, result_bytes = ? WHERE sequence = ?
        """

    /// The parameters of ``insertion``.
    static func insertionValues(_ job: Job, idempotencyKey: String?) -> [DatabaseValue] {
        let identity: [DatabaseValue] = [
            .text(job.id), .text(job.kind.rawValue), .text(job.model), .text(job.modelDigest),
            .text(job.requestDigest), .text(idempotencyKey), .integer(job.createdAtMilliseconds),
        ]
        return identity + state(job)
    }

    /// The parameters of ``update``.
    static func updateValues(_ job: Job) -> [DatabaseValue] { state(job) + [.integer(job.sequence)] }

    /// The job of the statement's present row.
    ///
    /// - Throws: ``StorageError/unreadable(_:)`` for a word that is not one of ours.
    static func job(_ row: borrowing Statement) throws(StorageError) -> Job {
        let kindName = row.text(2)
        guard let kind = JobKind(rawValue: kindName) else { throw .unreadable("a job of kind '\(kindName)'") }
        var job = Job(
            id: row.text(1), sequence: row.integer(0), kind: kind, model: row.text(3), modelDigest: row.text(4),
            requestDigest: row.text(5), progress: Progress(done: Int(row.integer(10)), total: Int(row.integer(11))),
            createdAtMilliseconds: row.integer(12))
        job.status = try status(row.text(6))
        job.revision = Int(row.integer(7))
        job.attempts = Int(row.integer(8))
        job.crashes = Int(row.integer(9))
        job.startedAtMilliseconds = row.integerOrNil(13)
        job.finishedAtMilliseconds = row.integerOrNil(14)
        if let code = row.textOrNil(15) { job.failure = JobFailure(code: code, detail: row.text(16)) }
        job.resultBytes = row.integerOrNil(17).map { Int($0) }
        return job
    }

    /// The status of this name.
    ///
    /// - Throws: ``StorageError/unreadable(_:)`` if there is none.
    static func status(_ name: String) throws(StorageError) -> JobStatus {
        guard let status = JobStatus(rawValue: name) else { throw .unreadable("a job with status '\(name)'") }
        return status
    }

    private static func state(_ job: Job) -> [DatabaseValue] {
        [
            .text(job.status.rawValue), .count(job.revision), .count(job.attempts), .count(job.crashes),
            .count(job.progress.done), .count(job.progress.total), .integer(job.startedAtMilliseconds),
            .integer(job.finishedAtMilliseconds), .text(job.failure?.code), .text(job.failure?.detail),
            .count(job.resultBytes),
        ]
    }
}
