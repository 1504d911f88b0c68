/// A piece of work for the queue.
struct JobSubmission: Sendable, Equatable {
    /// What to compute.
    var kind: JobKind
    /// The model's name.
    var model: String
    /// The model's digest at the time of the request.
    var modelDigest: String
    /// What the runner needs, in a form of the runner's own; kept on disk until the job is finished.
    var request: [UInt8]
    /// The client's key: the same key with the same ``requestDigest`` is the same job.
    var idempotencyKey: String?
    /// Identifies the request for ``idempotencyKey``: equal requests have equal digests.
    var requestDigest: String
    /// The work in all, in the unit that the runner reports progress in.
    var total: Int
}
