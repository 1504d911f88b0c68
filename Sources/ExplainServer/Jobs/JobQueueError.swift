/// Why the queue did not do what it was asked.
enum JobQueueError: Error, Sendable, Equatable {
    /// As many jobs wait as may; ask again after so many seconds.
    case full(retryAfterSeconds: Int)
    /// The idempotency key belongs to this job, whose request was another one.
    case idempotencyConflict(existing: String)
    /// The server is stopping and takes no jobs.
    case draining
    /// The cursor is not one that ``JobQueue/list(status:model:limit:cursor:)`` gave.
    case invalidCursor
    /// The store failed.
    case store(StorageError)
}
