import Dispatch

/// The workers of a queue.
struct JobCrew: Sendable {
    /// Computes the jobs.
    let runner: any JobRunner
    /// The workers' threads.
    let pool: ComputePool
}
