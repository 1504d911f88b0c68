import Synchronization

/// Whether the client of a request is still there, for work that is of no use without one.
///
/// A presence ends at most once; who answers a request need not say so.
final class ClientPresence: Sendable {
    private struct State {
        var isGone = false
        var handlers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Creates the presence of a client who is there.
    init() {}

    /// Whether the client has gone.
    var isGone: Bool { state.withLock(\.isGone) }

    /// Says that the client has gone: it cannot, or will not, read its answer.
    func leave() {
        let handlers = state.withLock { state in
            state.isGone = true
            defer { state.handlers = [] }
            return state.handlers
        }
        for handler in handlers { handler() }
    }

    /// Has `handler` called once the client goes, on whatever thread notices; at once where it has gone.
    func onLeave(_ handler: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            if !state.isGone { state.handlers.append(handler) }
            return state.isGone
        }
        if isGone { handler() }
    }
}
