import Synchronization

/// The values of the empty coalition of one model, evaluated once for each background, space and set of outputs.
///
/// They are the same for all instances: the model's mean answer for the background. All tasks that share a cache must have
/// the same model.
public final class BaseValueCache: Sendable {
    /// What the values depend on, beside the model.
    struct Key: Hashable, Sendable {
        var background: String
        var space: OutputSpace
        var outputs: [Int]
    }

    /// The most numbers kept, some MiB: when there are more, all are forgotten, and evaluated again when needed.
    private static let mostNumbers = 1 << 18

    private struct State {
        var values: [Key: [Double]] = [:]
        var numbers = 0
    }

    private let state = Mutex(State())

    /// Creates an empty cache.
    public init() {}

    /// The values known for `key`.
    func values(for key: Key) -> [Double]? { state.withLock { $0.values[key] } }

    /// Keeps values, one for each of the key's outputs.
    func keep(_ values: [Double], for key: Key) {
        precondition(values.count == key.outputs.count, "an output has a value")
        state.withLock { state in
            guard state.values[key] == nil else { return }
            if state.numbers + values.count > Self.mostNumbers { state = State() }
            state.values[key] = values
            state.numbers += values.count
        }
    }
}
