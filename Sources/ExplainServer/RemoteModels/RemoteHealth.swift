import Synchronization

/// What is known of a model server's health: its breaker, its budget of retries, and what was counted.
final class RemoteHealth: Sendable {
    /// Told of everything the breaker does; it may be called from several threads, and holds no lock meanwhile.
    typealias Observer = @Sendable (BreakerChange) -> Void

    private struct State {
        var breaker: CircuitBreaker
        var budget = RetryBudget()
        var counters = RemoteCounters()
        /// How the last request that said something of the server ended.
        var lastOutcome: RemoteOutcome?
        var observer: Observer?
    }

    private let state: Mutex<State>

    /// Creates the health of a server that nothing was asked yet.
    init(openMilliseconds: Int) {
        state = Mutex(State(breaker: CircuitBreaker(openMilliseconds: openMilliseconds)))
    }

    /// The breaker's state in a word, how often it opened, and what was counted.
    func report(now: UInt64) -> (breaker: String, openings: Int, counters: RemoteCounters) {
        state.withLock { state in
            // An open breaker whose time is over lets the next request through.
            let isOver = state.breaker.state != .closed && state.breaker.secondsToWait(now: now) == nil
            let word = isOver ? CircuitBreaker.State.halfOpen.word : state.breaker.state.word
            return (word, state.breaker.openings, state.counters)
        }
    }

    /// Whether no request passes now.
    func isSuspended(now: UInt64) -> Bool { state.withLock { $0.breaker.secondsToWait(now: now) != nil } }

    /// Takes the observer of the breaker; the first is told of a breaker that is not closed any more.
    func watch(_ observer: @escaping Observer) {
        let missed: BreakerChange? = state.withLock { state in
            defer { state.observer = observer }
            return state.observer == nil && state.breaker.state != .closed ? Self.change(of: state) : nil
        }
        if let missed { observer(missed) }
    }

    /// Asks the breaker whether a request may pass.
    ///
    /// - Returns: nil when it may, or after how many seconds to ask again.
    func admit(now: UInt64) -> Int? {
        observed { state in
            if state.breaker.admit(now: now) { return nil }
            state.counters.suspensions += 1
            return state.breaker.secondsToWait(now: now) ?? 1
        }
    }

    /// Notes how a request ended.
    ///
    /// - Parameters:
    ///   - outcome: for the metrics.
    ///   - isFailure: whether it speaks against the server; nil when it says nothing of it.
    ///   - rows: how many rows it had.
    ///   - started: when it began, monotonic clock.
    ///   - now: this moment.
    func note(_ outcome: RemoteOutcome, isFailure: Bool?, rows: Int, started: UInt64, now: UInt64) {
        state.withLock { state in
            state.counters.outcomes[outcome, default: 0] += 1
            state.counters.rows += rows
            state.counters.latency.observe(Double(now - started) / 1e9)
            // A request that was called off leaves its place to the next, which is nothing to tell.
            if isFailure == nil { state.breaker.forget(now: now) }
        }
        guard let isFailure else { return }
        observed { state in
            state.lastOutcome = outcome
            if isFailure { state.breaker.fail(now: now) } else { state.breaker.succeed() }
        }
    }

    /// A request is made for the first time.
    func earnRetry() { state.withLock { $0.budget.earn() } }

    /// Takes a retry from the budget, and counts it; false when there is none.
    func spendRetry() -> Bool {
        state.withLock { state in
            guard state.budget.spend() else { return false }
            state.counters.retries += 1
            return true
        }
    }

    /// Counts rows that were not sent.
    func countSaved(_ rows: Int) { state.withLock { $0.counters.savedRows += rows } }

    /// Changes the state, and tells the observer afterwards if that moved the breaker.
    private func observed<Result: Sendable>(_ change: (inout State) -> Result) -> Result {
        let (result, told): (Result, (Observer, BreakerChange)?) = state.withLock { state in
            let before = state.breaker.state.word
            let result = change(&state)
            guard before != state.breaker.state.word, let observer = state.observer else { return (result, nil) }
            return (result, (observer, Self.change(of: state)))
        }
        if let (observer, change) = told { observer(change) }
        return result
    }

    private static func change(of state: State) -> BreakerChange {
        BreakerChange(
            state: state.breaker.state, openings: state.breaker.openings, cause: state.lastOutcome,
            openNanoseconds: state.breaker.openNanoseconds)
    }
}
