/// A job that is to run now, and where.
struct JobClaim: Sendable, Equatable {
    /// The job's identifier.
    let id: String
    /// The lane it runs in; one of the queue's workers runs it if there is none.
    let lane: String?
}
