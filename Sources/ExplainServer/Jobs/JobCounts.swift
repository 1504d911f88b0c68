/// How many jobs are in each status.
struct JobCounts: Sendable, Equatable {
    var queued = 0
    var running = 0
    var succeeded = 0
    var failed = 0
    var cancelled = 0

    /// The count of one status.
    subscript(_ status: JobStatus) -> Int {
        get {
            switch status {
            case .queued: queued
            case .running: running
            case .succeeded: succeeded
            case .failed: failed
            case .cancelled: cancelled
            }
        }
        set {
            switch status {
            case .queued: queued = newValue
            case .running: running = newValue
            case .succeeded: succeeded = newValue
            case .failed: failed = newValue
            case .cancelled: cancelled = newValue
            }
        }
    }
}
