import Synchronization

/// The values of many coalitions, evaluated in fixed chunks on several threads and stored by position.
///
/// A value depends on its coalition alone and its place on its position alone, so the table has the same bits at any number
/// of threads.
struct CoalitionTable: Sendable {
    /// The values, coalitions x outputs; meaningful for the first `completed` coalitions.
    private(set) var values: [Double]
    /// The number of coalitions evaluated; less than asked for when the deadline passed.
    private(set) var completed: Int

    /// Creates a table without coalitions.
    init() {
        values = []
        completed = 0
    }

    /// Evaluates coalitions 0..<`count`, which `coalition` names by position; goes on with what `context` has kept of them.
    ///
    /// - Throws: as ``extend(to:of:context:meter:coalition:)``.
    init(
        of game: some CoalitionGame, count: Int, context: ComputeContext, meter: ProgressMeter,
        coalition: @Sendable (Int) -> Coalition
    ) throws(ExplainError) {
        self.init()
        let outputs = max(1, game.outputCount)
        if let kept = context.keeper?.kept(Self.name), kept.count % outputs == 0, kept.count <= count * outputs,
            kept.allSatisfy(\.isFinite)
        {
            values = kept
            completed = kept.count / outputs
            meter.resume(at: completed)
        } else {
            context.keeper?.drop(Self.name)
        }
        try extend(
            to: count, of: game, context: context, meter: meter, keeper: context.keeper, coalition: coalition)
    }

    /// What a table is kept under.
    static let name = "coalitions"

    /// Evaluates the coalitions that are missing of 0..<`count`.
    ///
    /// - Throws: ``ExplainError/cancelled``, or what the game throws. A value that is not finite is
    ///   ``ModelError/notFinite(row:)`` with the coalition's position.
    mutating func extend(
        to count: Int, of game: some CoalitionGame, context: ComputeContext, meter: ProgressMeter,
        keeper: (any WorkKeeper)? = nil, coalition: @Sendable (Int) -> Coalition
    ) throws(ExplainError) {
        let outputs = game.outputCount
        let first = completed
        let chunk = max(1, min(game.preferredBatch, Self.largestChunk, Self.valuesPerChunk / max(1, outputs)))
        let table = Mutex(values[..<(first * outputs)] + [Double](repeating: 0, count: (count - first) * outputs))
        let chunks = (count - first + chunk - 1) / chunk
        let saver = keeper.map { keeper in
            PrefixKeeper(keeper, name: Self.name, kept: first * outputs) { min(first + $0 * chunk, count) * outputs }
        }
        // What is done when the switch stops the work is kept, too; of a whole table its owner keeps what follows from it.
        defer {
            if context.cancellation.isCancelled { saver?.flush { range in table.withLock { [Double]($0[range]) } } }
        }
        let done = try ParallelLoop.run(pieces: chunks, context: context) { piece throws(ExplainError) in
            let start = first + piece * chunk
            let range = start..<min(start + chunk, count)
            let values = try Self.evaluate(game, range, coalition)
            table.withLock { table in
                for index in values.indices { table[range.lowerBound * outputs + index] = values[index] }
            }
            saver?.finished(piece) { range in table.withLock { [Double]($0[range]) } }
            meter.advance(by: range.count)
        }
        completed = min(count, first + done * chunk)
        values = table.withLock { table in
            defer { table = [] }
            return [Double](table)
        }
    }

    /// The largest chunk, whatever a game prefers: bounds the buffers of a thread.
    private static let largestChunk = 4096
    /// The same bound for games of many outputs.
    private static let valuesPerChunk = 1 << 18

    private static func evaluate(
        _ game: some CoalitionGame, _ range: Range<Int>, _ coalition: (Int) -> Coalition
    ) throws(ExplainError) -> [Double] {
        let coalitions = range.map(coalition)
        var values = [Double](repeating: 0, count: range.count * game.outputCount)
        var span = values.mutableSpan
        try game.evaluate(coalitions[...], into: &span)
        if let index = values.firstIndex(where: { !$0.isFinite }) {
            throw .model(.notFinite(row: range.lowerBound + index / game.outputCount))
        }
        return values
    }
}
