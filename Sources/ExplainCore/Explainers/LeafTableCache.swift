import Synchronization

/// The leaf tables of one tree ensemble, built when first needed and kept within a bound of memory.
///
/// There are tables for each background and set of players that was asked for; those unused for longest go first. Whether a
/// tree is tabled depends on the ensemble, the players and the bound alone, so that an explanation has the same bits whether
/// its tables were there or had to be built.
public final class LeafTableCache: Sendable {
    private struct Key: Hashable {
        let background: String
        let columns: [[Int]]
    }

    private struct State {
        var tables: [Key: LeafTables] = [:]
        /// The keys, the one used last at the end.
        var uses: [Key] = []

        var bytes: Int { tables.values.reduce(0) { $0 + $1.bytes } }

        mutating func find(_ key: Key) -> LeafTables? {
            guard let found = tables[key] else { return nil }
            uses.removeAll { $0 == key }
            uses.append(key)
            return found
        }

        mutating func shrink(to bytes: Int) {
            while self.bytes > bytes, !uses.isEmpty { tables[uses.removeFirst()] = nil }
        }
    }

    /// The memory that all tables may take; those of one background take half of it at most.
    public let maximumBytes: Int

    /// What the path-dependent game needs of the same trees, bounded on its own.
    public let pathLayouts = PathLayoutCache()

    private let state = Mutex(State())
    /// Held while tables are built: two threads in need of the same ones build them once.
    private let building = Mutex(())

    /// Creates an empty cache.
    public init(maximumBytes: Int = 256 << 20) {
        precondition(maximumBytes >= 0, "a bound is not negative")
        self.maximumBytes = maximumBytes
    }

    /// The memory that the tables take.
    public var bytes: Int { state.withLock { $0.bytes } }

    /// The tables of `method` for a background.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    func tables(
        of method: TreeSHAP, background: Background, context: ComputeContext
    ) throws(ExplainError) -> LeafTables {
        let key = Key(background: background.digest, columns: method.players.columns)
        if let found = state.withLock({ $0.find(key) }) { return found }
        return try building.withLock { _ throws(ExplainError) in
            if let found = state.withLock({ $0.find(key) }) { return found }
            let share = maximumBytes / 2
            state.withLock { $0.shrink(to: maximumBytes - share) }
            let built = try LeafTables(method, background: background, maximumBytes: share, context: context)
            state.withLock { state in
                state.tables[key] = built
                state.uses.append(key)
            }
            return built
        }
    }
}
