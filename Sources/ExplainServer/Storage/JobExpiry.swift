/// What the store may let go of.
struct JobExpiry: Sendable, Equatable {
    /// Results of jobs that finished before this expire, and so do their idempotency keys; wall clock.
    var resultsFinishedBeforeMilliseconds: Int64
    /// The most results kept.
    var maximumResults: Int
    /// Jobs that finished before this are forgotten; wall clock.
    var recordsFinishedBeforeMilliseconds: Int64
    /// The most jobs touched in one call, a step, so that no call takes long.
    var maximumChanges: Int

    /// What a call did.
    struct Outcome: Sendable, Equatable {
        /// Jobs whose result or key was let go.
        var expired = 0
        /// Jobs forgotten.
        var forgotten = 0
    }
}
