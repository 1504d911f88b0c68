import ExplainCore
import Synchronization

/// A keeper that has no pause, and can be told to lose what it is given.
final class MemoryKeeper: WorkKeeper {
    private let state = Mutex<[String: [Double]]>([:])
    private let isFull = Atomic(false)

    let pause = Duration.zero

    /// What is kept, by name.
    var contents: [String: [Double]] { state.withLock { $0 } }

    func setFull(_ value: Bool) { isFull.store(value, ordering: .relaxed) }

    func kept(_ name: String) -> [Double] { state.withLock { $0[name] ?? [] } }

    func keep(_ numbers: [Double], under name: String, at position: Int) -> Bool {
        guard !isFull.load(ordering: .relaxed) else { return false }
        state.withLock { state in
            precondition(position == state[name]?.count ?? 0, "nothing is left out and nothing kept twice")
            state[name, default: []].append(contentsOf: numbers)
        }
        return true
    }

    func drop(_ name: String) { state.withLock { $0[name] = nil } }
}
