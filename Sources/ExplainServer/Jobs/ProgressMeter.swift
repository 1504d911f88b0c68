import ExplainCore

/// Estimates the time to the end of a computation from the rate of its progress.
struct ProgressMeter: Sendable, Equatable {
    private let startNanoseconds: UInt64
    private var progress: Progress?
    private var reportNanoseconds: UInt64 = 0

    /// Begins to measure at a moment of the monotonic clock.
    init(startNanoseconds: UInt64) { self.startNanoseconds = startNanoseconds }

    /// Takes a report.
    mutating func report(_ progress: Progress, nowNanoseconds: UInt64) {
        self.progress = progress
        reportNanoseconds = max(nowNanoseconds, startNanoseconds)
    }

    /// Seconds to the end if the rate stays, 0 at least; none before there is a rate.
    ///
    /// The remaining work takes `(total - done) / done` times what the work done took, counted from the last report; what an
    /// earlier attempt did took this one no time and tells nothing.
    func etaSeconds(nowNanoseconds: UInt64) -> Double? {
        guard let progress, progress.done > 0, reportNanoseconds > startNanoseconds else { return nil }
        let own = Double(progress.done) - Double(min(max(0, progress.resumed), progress.done))
        guard own > 0 else { return nil }
        let took = Double(reportNanoseconds - startNanoseconds)
        let remaining = took * Double(max(0, progress.total - progress.done)) / own
        let since = nowNanoseconds > reportNanoseconds ? Double(nowNanoseconds - reportNanoseconds) : 0
        return max(0, remaining - since) / 1e9
    }
}
