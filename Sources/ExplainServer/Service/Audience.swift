import ExplainCore
import Synchronization

/// The clients that wait for one computation; when the last of them has gone, it is cancelled.
final class Audience: Sendable {
    private struct State {
        var waiting = 0
        var isAbandoned = false
    }

    /// Stops the computation.
    let cancellation = Cancellation()
    private let state = Mutex(State())

    /// Creates the audience of a computation that nobody waits for yet, and that so nobody abandons.
    init() {}

    /// Whether the computation was cancelled because all had gone; not by a deadline.
    var isAbandoned: Bool { state.withLock(\.isAbandoned) }

    /// Counts a client in until it goes.
    ///
    /// Who joins an abandoned computation is told that it was, and has to begin another.
    func join(_ presence: ClientPresence) {
        state.withLock { $0.waiting += 1 }
        presence.onLeave { self.leave() }
    }

    private func leave() {
        let isLast = state.withLock { state in
            state.waiting -= 1
            guard state.waiting == 0, !state.isAbandoned else { return false }
            state.isAbandoned = true
            return true
        }
        if isLast { cancellation.cancel() }
    }
}
