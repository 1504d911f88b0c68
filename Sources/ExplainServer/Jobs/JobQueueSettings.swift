/// The job queue's limits.
struct JobQueueSettings: Sendable, Equatable {
    /// The most jobs that may wait.
    var capacity = 1_000
    /// A job is not tried again after the process died under it this often.
    var maximumCrashes = 10
    /// The least time between two writes of one job's progress to disk.
    var progressIntervalMilliseconds: UInt64 = 1_000
    /// The most finished jobs kept in memory; older ones are read from the store.
    var finishedInMemory = 256
    /// What is kept how long.
    var retention = JobRetention()
}
