@testable import ExplainCore

/// A game whose values are all known beforehand: what estimators are studied on.
struct TabulatedGame: CoalitionGame {
    /// The number of players.
    let playerCount: Int
    /// The number of outputs.
    let outputCount: Int
    /// 1: a look-up.
    let rowsPerCoalition = 1
    /// The number of coalitions a call handles best.
    let preferredBatch = 1024

    private let table: [Double]

    /// Evaluates all coalitions of `game`.
    ///
    /// - Complexity: 2^players evaluations, 8 x 2^players x outputs bytes.
    /// - Throws: ``ExplainError/tooManyPlayers(_:limit:)`` beyond 20; ``ExplainError/cancelled`` and
    ///   ``ExplainError/deadlineExceeded``; what the game throws.
    init(_ game: some CoalitionGame, context: ComputeContext = ComputeContext()) throws(ExplainError) {
        guard game.playerCount <= Self.mostPlayers else {
            throw .tooManyPlayers(game.playerCount, limit: Self.mostPlayers)
        }
        playerCount = game.playerCount
        outputCount = game.outputCount
        let count = 1 << game.playerCount
        let values = try CoalitionTable(
            of: game, count: count, context: context, meter: ProgressMeter(total: count, report: context.progress)
        ) { Coalition(bits: UInt64($0)) }
        guard values.completed == count else { throw .deadlineExceeded }
        table = values.values
    }

    private static let mostPlayers = 20

    /// Looks coalitions up.
    func evaluate(
        _ coalitions: ArraySlice<Coalition>, into values: inout MutableSpan<Double>
    ) throws(ExplainError) {
        precondition(values.count == coalitions.count * outputCount, "there is room for every value")
        for (position, coalition) in coalitions.enumerated() {
            let start = Int(truncatingIfNeeded: coalition.low) * outputCount
            for output in 0..<outputCount { values[position * outputCount + output] = table[start + output] }
        }
    }
}
