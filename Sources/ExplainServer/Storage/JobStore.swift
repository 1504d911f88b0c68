import ExplainCore

/// Where jobs are kept.
///
/// A call that returns has taken effect for good: an implementation on disk has committed. Calls may come from any
/// thread; the ``JobQueue`` makes those that change something one at a time.
protocol JobStore: Sendable {
    /// Keeps a new job and its request, and gives it its ``Job/sequence``.
    ///
    /// The key, if there is one, belongs to no other job.
    func insert(_ job: Job, idempotencyKey: String?, request: [UInt8]) throws(StorageError) -> Job

    /// Writes the state of jobs, all or none.
    ///
    /// The request and the parts of a job that is final are let go.
    func update(_ jobs: [Job]) throws(StorageError)

    /// Writes the state of a job that succeeded, together with its result: both or neither.
    func finish(_ job: Job, result: [UInt8]) throws(StorageError)

    /// Writes how far a job is, if it is still at this revision.
    func recordProgress(_ progress: Progress, of id: String, revision: Int) throws(StorageError)

    /// The job of this name.
    func job(_ id: String) throws(StorageError) -> Job?

    /// The job that was submitted with this key.
    func job(idempotencyKey: String) throws(StorageError) -> Job?

    /// What the job computes, while it is not final.
    func request(of id: String) throws(StorageError) -> [UInt8]?

    /// What the job computed, while it is kept.
    func result(of id: String) throws(StorageError) -> [UInt8]?

    /// Keeps a part of a running job's work, in place of the one at the same position; nothing for a job that does not run.
    ///
    /// Parts are let go when the job is final.
    func keep(_ part: JobPart, under name: String, of id: String) throws(StorageError)

    /// What a job keeps under a name, by position.
    func parts(under name: String, of id: String) throws(StorageError) -> [JobPart]

    /// Whether a job keeps anything.
    func hasParts(of id: String) throws(StorageError) -> Bool

    /// Lets go of what a job keeps under a name.
    func dropParts(under name: String, of id: String) throws(StorageError)

    /// Jobs that match, newest first, older than `before`.
    func list(_ query: JobQuery) throws(StorageError) -> [Job]

    /// Jobs that are queued or running, oldest first.
    func unfinished() throws(StorageError) -> [Job]

    /// How many jobs are in each status.
    func counts() throws(StorageError) -> JobCounts

    /// Lets go of what is older than the retention allows.
    func expire(_ expiry: JobExpiry) throws(StorageError) -> JobExpiry.Outcome

    /// Fails unless the store can be written to at this moment.
    func checkWritable() throws(StorageError)
}
