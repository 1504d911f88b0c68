import ExplainCore

/// A job as it stands: a snapshot, which later changes do not touch.
struct Job: Sendable, Equatable {
    /// `jb_` and a ULID.
    var id: String
    /// Its place in the order of acceptance.
    var sequence: Int64
    /// What it computes.
    var kind: JobKind
    /// The model's name.
    var model: String
    /// The model's digest when the job was accepted.
    var modelDigest: String
    /// Identifies the request, for the idempotency key.
    var requestDigest: String

    /// Where it is in its life.
    var status: JobStatus = .queued
    /// Counts changes of ``status``; progress leaves it.
    var revision: Int = 0
    /// How often it was started.
    var attempts: Int = 0
    /// How often the process died while it ran.
    var crashes: Int = 0
    /// How far it is; never backwards within an attempt.
    var progress: Progress
    /// When it was accepted, wall clock.
    var createdAtMilliseconds: Int64
    /// When the present attempt began, wall clock.
    var startedAtMilliseconds: Int64?
    /// When it became final, wall clock.
    var finishedAtMilliseconds: Int64?
    /// Why it failed; present exactly when ``status`` is failed.
    var failure: JobFailure?
    /// The length of its result while that is kept; absent from a succeeded job when the result has expired.
    var resultBytes: Int?
    /// Seconds it is expected to need yet, from the observed rate; present only while it runs and has progressed.
    var etaSeconds: Double?

    /// Whether it succeeded and its result is no longer kept.
    var resultIsExpired: Bool { status == .succeeded && resultBytes == nil }
}
