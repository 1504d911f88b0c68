/// Which jobs to list.
struct JobQuery: Sendable, Equatable {
    /// Only jobs in this status.
    var status: JobStatus?
    /// Only jobs of this model.
    var model: String?
    /// Only jobs accepted before the one with this sequence.
    var before: Int64?
    /// The most jobs.
    var limit: Int
}
