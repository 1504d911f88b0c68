/// Whether the caller waits for the answer or gets a job.
public enum RequestMode: String, Sendable, Hashable, CaseIterable {
    /// At once where the planner's cost fits the limits, else a job.
    case auto
    /// At once or not at all.
    case sync
    /// A job.
    case async
}
