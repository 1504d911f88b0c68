/// A part of the list of jobs, newest first.
struct JobPage: Sendable, Equatable {
    /// The jobs.
    var jobs: [Job]
    /// Asks for the next part; absent on the last.
    var nextCursor: String?
}
