import Synchronization

/// Collects the explanations of a request's instances from whatever threads compute them, and ends once, when all are
/// in or one has failed.
final class Gathering: Sendable {
    typealias Completion = @Sendable (Result<[ServedExplanation], ServiceError>) -> Void

    private struct State {
        var slots: [ServedExplanation?]
        var missing: Int
        var isOver = false
    }

    private let state: Mutex<State>
    private let completion: Completion

    init(count: Int, completion: @escaping Completion) {
        state = Mutex(State(slots: [ServedExplanation?](repeating: nil, count: count), missing: count))
        self.completion = completion
    }

    /// Takes the explanation of one instance, once an instance.
    func succeed(_ instance: Int, _ explanation: ServedExplanation) {
        let all: [ServedExplanation]? = state.withLock { state in
            guard !state.isOver, state.slots[instance] == nil else { return nil }
            state.slots[instance] = explanation
            state.missing -= 1
            guard state.missing == 0 else { return nil }
            state.isOver = true
            return state.slots.compactMap(\.self)
        }
        if let all { completion(.success(all)) }
    }

    /// Ends with a failure; later explanations are let go.
    func fail(_ error: ServiceError) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { completion(.failure(error)) }
    }
}
