import Synchronization

/// Explanations computed before, bounded in bytes; the least recently used go first.
///
/// - Complexity: O(1) an operation, but for clearing.
final class ExplanationCache<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var value: Value
        var model: String
        var costBytes: Int
    }

    private struct State {
        var entries = LRUList<CacheKey, Entry>()
        var counters: CacheCounters
    }

    /// What an entry costs besides its value: key, links and dictionary slots, rounded up.
    static var overheadBytes: Int { 192 }

    private let state: Mutex<State>

    /// Creates an empty cache; one of capacity 0 keeps nothing.
    init(capacityBytes: Int) {
        precondition(capacityBytes >= 0, "a cache's capacity is not negative")
        state = Mutex(State(counters: CacheCounters(capacityBytes: capacityBytes)))
    }

    /// What it holds and did.
    var counters: CacheCounters {
        state.withLock { state in
            var counters = state.counters
            counters.entries = state.entries.count
            return counters
        }
    }

    /// The value kept under a key, counted as a hit or a miss.
    func value(for key: CacheKey) -> Value? {
        state.withLock { state in
            let entry = state.entries.use(key)
            if entry == nil { state.counters.misses += 1 } else { state.counters.hits += 1 }
            return entry?.value
        }
    }

    /// The value kept under a key, for a second look that counts as a hit when it finds one, and as nothing otherwise.
    func recheck(_ key: CacheKey) -> Value? {
        state.withLock { state in
            let entry = state.entries.use(key)
            if entry != nil { state.counters.hits += 1 }
            return entry?.value
        }
    }

    /// Keeps a value, and lets go of others until it fits.
    ///
    /// - Parameters:
    ///   - value: the value.
    ///   - key: its key; a value kept under it before is replaced.
    ///   - model: the name that ``clear(model:)`` finds it by.
    ///   - costBytes: the memory the value takes; ``overheadBytes`` is added. A value that costs more than the whole
    ///     capacity is not kept.
    func insert(_ value: Value, for key: CacheKey, model: String, costBytes: Int) {
        precondition(costBytes >= 0, "a cost is not negative")
        let (cost, overflow) = costBytes.addingReportingOverflow(Self.overheadBytes)
        state.withLock { state in
            guard !overflow, cost <= state.counters.capacityBytes else { return }
            let entry = Entry(value: value, model: model, costBytes: cost)
            if let replaced = state.entries.insert(entry, for: key) { state.counters.bytes -= replaced.costBytes }
            // Both terms are at most the capacity here, so that the sum cannot overflow below 2^62 bytes of memory.
            state.counters.bytes += cost
            while state.counters.bytes > state.counters.capacityBytes, let evicted = state.entries.removeOldest() {
                state.counters.bytes -= evicted.costBytes
                state.counters.evictions += 1
            }
        }
    }

    /// Forgets the entries of one model, or all, and says how many those were.
    @discardableResult func clear(model: String? = nil) -> Int {
        state.withLock { state in
            let removed = state.entries.removeAll { model == nil || $0.model == model }
            for entry in removed { state.counters.bytes -= entry.costBytes }
            return removed.count
        }
    }

    /// Counts a request that joined an equal one in flight.
    func countJoined() { state.withLock { $0.counters.joined += 1 } }
}
