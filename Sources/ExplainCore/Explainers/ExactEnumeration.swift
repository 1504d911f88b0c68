/// Exact Shapley or Banzhaf values, and pairwise interactions, from all 2^n coalitions.
///
/// phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)) (Shapley 1953); for Banzhaf values every S has
/// the weight 2^(1 - n). A player that changes no value gets exactly 0; Shapley values and base value add up to the full value
/// to rounding.
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

    /// Computes the values of `game`, and its pairwise Shapley interactions when asked to.
    ///
    /// Owen values depend on unions and have a method of their own: ``OwenEnumeration``.
    ///
    /// - Complexity: 2^n evaluations, O(n 2^n) steps and 8 x 2^n x outputs bytes, at most 512 MiB; interactions take
    ///   O(n^2 2^n) steps.
    /// - Throws: ``ExplainError/tooManyPlayers(_:limit:)`` beyond the limit, which several outputs lower;
    ///   ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``; what the game throws.
    public func attributions(
        of game: some CoalitionGame, index: AttributionIndex = .shapley, interactions: Bool = false,
        context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        precondition(index != .owen, "Owen values need unions")
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
        let weights =
            index == .banzhaf ? Self.banzhafWeights(players: players) : Self.shapleyWeights(players: players)
        return try Attributions(
            values: Self.values(table.values, weights: weights, outputs: outputs, context: context),
            interactions: interactions
                ? Self.interactions(table.values, players: players, outputs: outputs, context: context) : nil,
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
        try values(table, weights: shapleyWeights(players: players), outputs: outputs, context: context)
    }

    /// What a marginal contribution counts in a Shapley value by the size of S, 1 / (n C(n - 1, |S|)).
    static func shapleyWeights(players: Int) -> [Double] {
        (0..<players).map { 1 / (Double(players) * Binomial.approximate(players - 1, $0)) }
    }

    /// What it counts in a Banzhaf value, whatever the size.
    private static func banzhafWeights(players: Int) -> [Double] {
        [Double](repeating: Double(sign: .plus, exponent: 1 - players, significand: 1), count: players)
    }

    /// The most players whose table of `outputs` values a coalition fits the memory bound.
    static func largestTable(outputs: Int) -> Int {
        let coalitions = (1 << hardMaximumPlayers) / max(1, outputs)
        return coalitions == 0 ? 0 : Int.bitWidth - 1 - coalitions.leadingZeroBitCount
    }

    private static func values(
        _ table: [Double], weights: [Double], outputs: Int, context: ComputeContext
    ) throws(ExplainError) -> Matrix {
        let players = weights.count
        var values = Matrix(rows: outputs, columns: players)
        let checkpoint = context.checkpoint(
            operations: ComputationCost.enumeration(players: players, outputs: outputs).operations)
        for player in 0..<players {
            for output in 0..<outputs {
                values[output, player] = try value(
                    table, player: player, weights: weights, output: output, outputs: outputs, checkpoint)
            }
        }
        return values
    }

    /// Coalitions between two looks at the switch, at least; a power of two.
    static let stepsBetweenLooks = 1 << 18

    /// One player's value: weighted differences in ascending order of S.
    private static func value(
        _ table: [Double], player: Int, weights: [Double], output: Int, outputs: Int, _ checkpoint: Checkpoint
    ) throws(ExplainError) -> Double {
        let bit = 1 << player
        var sum = CompensatedSum()
        for high in stride(from: 0, to: 1 << weights.count, by: 2 * bit) {
            if high % stepsBetweenLooks == 0 { try checkpoint.look() }
            for without in high..<(high + bit) {
                let difference = table[(without + bit) * outputs + output] - table[without * outputs + output]
                sum.add(weights[without.nonzeroBitCount] * difference)
            }
        }
        return sum.value
    }
}
