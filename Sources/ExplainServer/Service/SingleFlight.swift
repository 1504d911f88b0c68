import Synchronization

/// Lets equal computations in flight share one: the first caller computes, the others are told its outcome.
///
/// Nothing is remembered after the outcome, be it a value or a failure. A caller that looked into a cache before may
/// come after the flight that filled it; the computation should therefore look into the cache once more.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable, Failure: Error>: Sendable {
    /// Told the outcome, once, on whatever thread ended the computation.
    typealias Completion = @Sendable (Result<Value, Failure>) -> Void

    private struct Flight {
        let audience: Audience
        var completions: [Completion]
    }

    private struct State {
        var waiting: [Key: Flight] = [:]
        var joined = 0
    }

    private let state = Mutex(State())

    /// Creates one with nothing in flight.
    init() {}

    /// How many callers joined a computation of another's so far.
    var joined: Int { state.withLock(\.joined) }

    /// How many computations are in flight.
    var inFlight: Int { state.withLock(\.waiting.count) }

    /// Has `completion` told the outcome of the computation in flight under `key`, or begins one.
    ///
    /// - Parameters:
    ///   - key: equal for equal computations.
    ///   - presence: the caller's client, who waits for the computation in flight.
    ///   - audience: who waits for the computation, if it begins now.
    ///   - completion: told the outcome; on this thread if `compute` ends at once.
    ///   - compute: called on this thread, without a lock, for the first caller only. It must call its argument
    ///     exactly once, at any time and from any thread; a refusal to compute is a failure like any other.
    /// - Returns: whether the caller was the first.
    @discardableResult func run(
        _ key: Key, presence: ClientPresence = ClientPresence(), audience: Audience = Audience(),
        completion: @escaping Completion, compute: (@escaping Completion) -> Void
    ) -> Bool {
        let joined: Audience? = state.withLock { state in
            guard let flight = state.waiting[key] else {
                state.waiting[key] = Flight(audience: audience, completions: [completion])
                return nil
            }
            state.waiting[key]?.completions.append(completion)
            state.joined += 1
            return flight.audience
        }
        (joined ?? audience).join(presence)
        let isFirst = joined == nil
        if isFirst { compute { outcome in self.end(key, outcome) } }
        return isFirst
    }

    private func end(_ key: Key, _ outcome: Result<Value, Failure>) {
        let completions = state.withLock { $0.waiting.removeValue(forKey: key)?.completions ?? [] }
        for completion in completions { completion(outcome) }
    }
}
