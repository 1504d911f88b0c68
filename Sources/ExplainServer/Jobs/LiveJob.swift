import ExplainCore

/// A job as the queue holds it in memory.
struct LiveJob: Sendable {
    /// Its state as last written, with the live progress.
    var job: Job
    /// Stops its runner.
    let cancellation: Cancellation
    /// Measures its progress; present while it runs.
    var meter: ProgressMeter?
    /// When its progress was last handed to the store, monotonic clock.
    var progressWrittenAtNanoseconds: UInt64 = 0
    /// Whether its runner was told to stop because the server stops.
    var isDrained = false

    /// Creates the entry of a job that no runner has.
    init(_ job: Job) {
        self.job = job
        cancellation = Cancellation()
    }

    /// The job with the expected time to its end.
    func snapshot(nowNanoseconds: UInt64) -> Job {
        var snapshot = job
        snapshot.etaSeconds = job.status == .running ? meter?.etaSeconds(nowNanoseconds: nowNanoseconds) : nil
        return snapshot
    }
}
