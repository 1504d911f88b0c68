import Synchronization

/// The values of many coalitions, evaluated in fixed chunks on several threads and stored by position.
///
/// A value depends on its coalition alone and its place on its position alone, so the table has the same bits at any number
/// of threads.
struct CoalitionTable: Sendable {
    /// The values, coalitions x outputs; meaningful for the first `completed` coalitions.
    let values: [Double]
    /// The number of coalitions evaluated; less than asked for when the deadline passed.
    let completed: Int

    /// Evaluates coalitions 0..<`count`, which `coalition` names by position.
    ///
    /// - Throws: ``ExplainError/cancelled``, or what the game throws. A value that is not finite is
    ///   ``ModelError/notFinite(row:)`` with the coalition's position.
    init(
        of game: some CoalitionGame, count: Int, context: ComputeContext, meter: ProgressMeter,
        coalition: @Sendable (Int) -> Coalition
    ) throws(ExplainError) {
        let outputs = game.outputCount
        let chunk = max(1, min(game.preferredBatch, Self.largestChunk, Self.valuesPerChunk / max(1, outputs)))
        let table = Mutex([Double](repeating: 0, count: count * outputs))
        let chunks = (count + chunk - 1) / chunk
        let done = try ParallelLoop.run(pieces: chunks, context: context) { piece throws(ExplainError) in
            let start = piece * chunk
            let range = start..<min(start + chunk, count)
            let values = try Self.evaluate(game, range, coalition)
            table.withLock { table in
                for index in values.indices { table[range.lowerBound * outputs + index] = values[index] }
            }
            meter.advance(by: range.count)
        }
        completed = min(count, done * chunk)
        values = table.withLock { table in
            defer { table = [] }
            return table
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
