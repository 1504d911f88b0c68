/// How long finished jobs are kept.
struct JobRetention: Sendable, Equatable {
    /// Results older than this expire: the job stays, its result is gone.
    var resultAgeSeconds: Int64 = 7 * 86_400
    /// The most results kept; the oldest expire first.
    var maximumResults = 10_000
    /// Finished jobs older than this are forgotten altogether.
    var recordAgeSeconds: Int64 = 30 * 86_400
}
