import Synchronization

/// Counts work done on several threads and reports it, never backwards.
final class ProgressMeter: Sendable {
    /// Reports in all: enough for a smooth bar, few enough to cost nothing.
    private static let reports = 1000

    private let total: Int
    private let report: @Sendable (Progress) -> Void
    private let state = Mutex(State())

    private struct State {
        var done = 0
        var resumed = 0
        var reported = 0
    }

    init(total: Int, report: @escaping @Sendable (Progress) -> Void) {
        self.total = total
        self.report = report
    }

    /// Adds to what is done; the report is made under the lock, so that no later one overtakes it.
    func advance(by count: Int) {
        state.withLock { state in
            state.done += count
            let step = max(1, total / Self.reports)
            guard state.done - state.reported >= step || state.done >= total else { return }
            state.reported = state.done
            report(Progress(done: min(state.done, total), total: total, resumed: state.resumed))
        }
    }

    /// Counts work that an earlier attempt did.
    func resume(at count: Int) {
        state.withLock { state in
            state.done += count
            state.resumed += count
            state.reported = state.done
            report(Progress(done: min(state.done, total), total: total, resumed: state.resumed))
        }
    }
}
