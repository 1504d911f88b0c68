/// Exact Shapley values from all 2^n coalitions.
///
/// phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)) (Shapley 1953). A player that changes no value
/// gets exactly 0; values and base value add up to the full value to rounding.
public struct ExactEnumeration: Sendable {
    /// The most players for any configuration: the table of 2^26 values takes 512 MiB an output.
    public static let hardMaximumPlayers = 26

    /// The most players accepted.
    public let maximumPlayers: Int

    /// Creates the method; `maximumPlayers` is capped at ``hardMaximumPlayers``.
    public init(maximumPlayers: Int = 20) {
        precondition(maximumPlayers >= 0, "a limit is not negative")
        self.maximumPlayers = min(maximumPlayers, Self.hardMaximumPlayers)
    }

    /// Computes the Shapley values of `game`.
    ///
    /// - Complexity: 2^n evaluations, O(n 2^n) steps and 8 x 2^n x outputs bytes, at most 512 MiB.
    /// - Throws: ``ExplainError/tooManyPlayers(_:limit:)`` beyond the limit, which several outputs lower;
    ///   ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``; what the game throws.
    public func attributions(
        of game: some CoalitionGame, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        let players = game.playerCount
        let limit = min(maximumPlayers, Self.largestTable(outputs: game.outputCount))
        guard players <= limit else { throw .tooManyPlayers(players, limit: limit) }
        let count = 1 << players
        let meter = ProgressMeter(total: count, report: context.progress)
        let table = try CoalitionTable(of: game, count: count, context: context, meter: meter) {
            Coalition(bits: UInt64($0))
        }
        guard table.completed == count else { throw .deadlineExceeded }
        let outputs = game.outputCount
        return try Attributions(
            values: Self.shapley(table.values, players: players, outputs: outputs, context: context),
            baseValues: [Double](table.values[..<outputs]),
            fullValues: [Double](table.values[((count - 1) * outputs)...]), evaluations: count, converged: true,
            isExact: true
        ).checkedFinite()
    }

    /// The Shapley values, outputs x players, from a table of 2^players x outputs values in the order of coalitions' bits.
    ///
    /// - Complexity: O(players 2^players outputs).
    /// - Throws: ``ExplainError/cancelled``; ``ExplainError/deadlineExceeded`` where it takes long.
    static func shapley(
        _ table: [Double], players: Int, outputs: Int, context: ComputeContext
    ) throws(ExplainError) -> Matrix {
        var values = Matrix(rows: outputs, columns: players)
        let checkpoint = context.checkpoint(
            operations: ComputationCost.enumeration(players: players, outputs: outputs).operations)
        for player in 0..<players {
            for output in 0..<outputs {
                values[output, player] = try shapley(
                    table, player: player, players: players, output: output, outputs: outputs, checkpoint)
            }
        }
        return values
    }

    /// The most players whose table of `outputs` values a coalition fits the memory bound.
    private static func largestTable(outputs: Int) -> Int {
        let coalitions = (1 << hardMaximumPlayers) / max(1, outputs)
        return coalitions == 0 ? 0 : Int.bitWidth - 1 - coalitions.leadingZeroBitCount
    }

    /// Coalitions between two looks at the switch, at least; a power of two.
    private static let stepsBetweenLooks = 1 << 18

    /// One player's value: differences in ascending order of S, each weighted by 1 / (n C(n - 1, |S|)).
    private static func shapley(
        _ table: [Double], player: Int, players: Int, output: Int, outputs: Int, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> Double {
        let weights = (0..<players).map { 1 / (Double(players) * Binomial.approximate(players - 1, $0)) }
        let bit = 1 << player
        var sum = CompensatedSum()
        for high in stride(from: 0, to: 1 << players, by: 2 * bit) {
            if high % stepsBetweenLooks == 0 { try checkpoint.look() }
            for without in high..<(high + bit) {
                let difference = table[(without + bit) * outputs + output] - table[without * outputs + output]
                sum.add(weights[without.nonzeroBitCount] * difference)
            }
        }
        return sum.value
    }
}
