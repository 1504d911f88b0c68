import Synchronization

/// The layouts of one tree ensemble for the path-dependent game, made when first needed and kept within a bound of memory.
///
/// There are layouts for each set of players that was asked for; those unused for longest go first. How trees are divided
/// into pieces, and in what order they are added, depends on the ensemble alone, so that an explanation has the same bits
/// whether its layouts were there or had to be made.
public final class PathLayoutCache: Sendable {
    private struct Entry {
        let columns: [[Int]]
        let layouts: PathLayouts
    }

    private struct State {
        /// The one used last at the end; there are few, single features and the groups of a schema.
        var entries: [Entry] = []

        var bytes: Int { entries.reduce(0) { $0 + $1.layouts.bytes } }

        mutating func find(_ columns: [[Int]]) -> PathLayouts? {
            // Arrays that share their storage are equal at a glance.
            guard let index = entries.lastIndex(where: { $0.columns == columns }) else { return nil }
            let entry = entries[index]
            if index + 1 < entries.count {
                entries.remove(at: index)
                entries.append(entry)
            }
            return entry.layouts
        }

        mutating func shrink(to bytes: Int) {
            while !entries.isEmpty, self.bytes > bytes || entries.count >= PathLayoutCache.mostEntries {
                entries.removeFirst()
            }
        }
    }

    private static let mostEntries = 16

    /// The bound unless another is given.
    public static let defaultBytes = 128 << 20

    /// The memory that all layouts may take; those of one set of players take half of it at most.
    public let maximumBytes: Int

    private let state = Mutex(State())
    /// Held while layouts are made: two threads in need of the same ones make them once.
    private let building = Mutex(())

    /// Creates an empty cache.
    public init(maximumBytes: Int = PathLayoutCache.defaultBytes) {
        precondition(maximumBytes >= 0, "a bound is not negative")
        self.maximumBytes = maximumBytes
    }

    /// The memory that the layouts take.
    public var bytes: Int { state.withLock { $0.bytes } }

    /// The layouts of `method`.
    ///
    /// - Throws: as ``PathLayouts`` does.
    func layouts(of method: TreeSHAP, _ context: ComputeContext) throws(ExplainError) -> PathLayouts {
        let key = method.players.columns
        if let found = state.withLock({ $0.find(key) }) { return found }
        return try building.withLock { _ throws(ExplainError) in
            if let found = state.withLock({ $0.find(key) }) { return found }
            let share = maximumBytes / 2
            state.withLock { $0.shrink(to: maximumBytes - share) }
            let built = try PathLayouts(method, maximumBytes: share, context)
            state.withLock { $0.entries.append(Entry(columns: key, layouts: built)) }
            return built
        }
    }
}
