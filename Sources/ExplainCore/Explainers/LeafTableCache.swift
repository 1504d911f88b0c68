import Synchronization

/// The leaf tables of one tree ensemble, within a bound of memory.
///
/// There are tables for each background and set of players that they were built for. Nobody waits for them: without tables
/// trees are walked, with the same bits. All methods that share a cache must have the same ensemble.
public final class LeafTableCache: Sendable {
    /// Told, on the thread of an explanation, that tables of a method for a background would pay.
    public typealias Demand = @Sendable (TreeSHAP, Background) -> Void

    /// How many explanations without tables cost about as much as building some.
    public static let rowsWorthTables = 16

    /// The memory that all tables may take, with what belongs to them and while they are built.
    public let maximumBytes: Int

    /// What the path-dependent game needs of the same trees, bounded on its own.
    public let pathLayouts = PathLayoutCache()

    private let state = Mutex(State())
    /// Counts the numbers of all tables, also of those that are gone from here and still in use.
    private let ledger = MemoryLedger()

    /// Creates an empty cache.
    public init(maximumBytes: Int = 256 << 20) {
        precondition(maximumBytes >= 0, "a bound is not negative")
        self.maximumBytes = maximumBytes
    }

    /// The memory taken, with what is being built.
    public var bytes: Int { state.withLock { $0.bytes + $0.reserved + ledger.bytes } }

    /// The number of backgrounds and sets of players with tables.
    public var count: Int { state.withLock { $0.entries.count } }

    /// Has `demand` called when explanations without tables have cost about as much as building them, and again after as many
    /// more.
    public func onDemand(_ demand: @escaping Demand) { state.withLock { $0.demand = demand } }

    /// Builds the tables of `method` for a background, unless they are there or being built.
    ///
    /// - Parameters:
    ///   - method: the trees and the players; its margins do not matter.
    ///   - background: the reference rows.
    ///   - makesRoom: whether tables used longer ago may go; otherwise trees whose tables do not fit beside them have none.
    ///   - context: stops the build.
    /// - Returns: whether there are tables now.
    /// - Complexity: about that of ``rowsWorthTables`` explanations without tables.
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    @discardableResult
    public func build(
        _ method: TreeSHAP, background: Background, makesRoom: Bool = true, context: ComputeContext
    ) throws(ExplainError) -> Bool {
        let key = Key(background: background.digest, columns: method.players.columns)
        let forest = try forest(of: method, context)
        let rows = PatternBackground(background, of: method.ensemble)
        let scratch = rows.bytes + BackgroundWalk.bytes(rows: rows.count, depth: forest.depth)
        let needed = PatternTables.neededBytes(forest) + scratch
        let reserved = state.withLock {
            $0.reserve(key, needed, makesRoom: makesRoom, ledger, limit: maximumBytes)
        }
        guard let reserved else { return state.withLock { $0.entries[key] != nil } }
        let plan = PatternTables.Plan(forest, maximumBytes: reserved - scratch)
        let taken = PatternMemory.bytes(plan.pairs)
        state.withLock { state in
            state.reserved -= taken
            ledger.take(taken)
        }
        var entry: Entry?
        defer { state.withLock { $0.end(key, entry, rest: reserved - taken) } }
        let memory = PatternMemory(count: plan.pairs, ledger: ledger)
        let tables = try PatternTables(forest, method, rows, plan, memory, context: context)
        entry = Entry(forest: forest, background: rows, tables: tables)
        return true
    }

    /// What explanations of `method` against a background work with, at this moment.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    func entry(
        of method: TreeSHAP, background: Background, context: ComputeContext
    ) throws(ExplainError) -> Entry {
        let key = Key(background: background.digest, columns: method.players.columns)
        if let found = state.withLock({ $0.find(key) }) { return found }
        if let demand = state.withLock({ $0.miss(key) }) { demand(method, background) }
        return Entry(
            forest: try forest(of: method, context), background: PatternBackground(background, of: method.ensemble),
            tables: nil)
    }

    private func forest(of method: TreeSHAP, _ context: ComputeContext) throws(ExplainError) -> PatternForest {
        let columns = method.players.columns
        if let kept = state.withLock({ $0.forest(columns) }) { return kept }
        let forest = try PatternForest(method, context: context)
        state.withLock { $0.keep(forest, columns, taken: ledger.bytes, limit: maximumBytes) }
        return forest
    }
}
