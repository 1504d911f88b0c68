/// Where a job is in its life; the raw value is what clients read and what is kept on disk.
enum JobStatus: String, Sendable, CaseIterable {
    case queued
    case running
    case succeeded
    case failed
    case cancelled

    /// Whether nothing can change it any more.
    var isFinal: Bool { self != .queued && self != .running }
}
