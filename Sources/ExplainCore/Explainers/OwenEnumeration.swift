/// Exact Owen values of a game whose players form unions.
///
/// For player i of union k, one of m unions, with b members: psi_i = sum over sets R of other unions and S of k's other
/// members of |R|! (m - |R| - 1)! / m! |S|! (b - |S| - 1)! / b! (v(R + S + i) - v(R + S)) (Owen 1977, "Values of games with a
/// priori unions", equation 3). Only coalitions of whole unions and a part of one are evaluated, far fewer than all:
/// 40 players in eight unions of five have 4,096 instead of 10^12.
public struct OwenEnumeration: Sendable {
    /// The unions.
    public let structure: CoalitionStructure

    /// Creates the method.
    public init(_ structure: CoalitionStructure) { self.structure = structure }

    /// Computes the Owen values of `game`, whose players the structure divides.
    ///
    /// - Complexity: sum over unions of 2^(m + b - 1) evaluations and b times as many steps; 8 bytes an evaluation and output,
    ///   at most 512 MiB.
    /// - Throws: ``ExplainError/tooManyPlayers(_:limit:)`` where there are more coalitions than those of so many players;
    ///   ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``; what the game throws.
    public func attributions(
        of game: some CoalitionGame, context: ComputeContext
    ) throws(ExplainError) -> Attributions {
        precondition(structure.playerCount == game.playerCount, "the unions are those of the game's players")
        let outputs = game.outputCount
        let limit = ExactEnumeration.largestTable(outputs: outputs)
        guard structure.coalitionCount <= Double(1 << limit) else {
            throw .tooManyPlayers(game.playerCount, limit: limit)
        }
        let coalitions = UnionCoalitions(structure)
        let meter = ProgressMeter(total: coalitions.count, report: context.progress)
        let table = try CoalitionTable(of: game, count: coalitions.count, context: context, meter: meter) {
            coalitions.coalition($0)
        }
        guard table.completed == coalitions.count else { throw .deadlineExceeded }
        let full = coalitions.everyone * outputs
        return try Attributions(
            values: values(table.values, coalitions, outputs: outputs, context: context),
            baseValues: [Double](table.values[..<outputs]),
            fullValues: [Double](table.values[full..<(full + outputs)]), evaluations: coalitions.count,
            converged: true, isExact: true
        ).checkedFinite()
    }

    private func values(
        _ table: [Double], _ coalitions: UnionCoalitions, outputs: Int, context: ComputeContext
    ) throws(ExplainError) -> Matrix {
        let cost = ComputationCost.owenEnumeration(structure, outputs: outputs)
        let checkpoint = context.checkpoint(operations: cost.operations)
        var values = Matrix(rows: outputs, columns: structure.playerCount)
        for (union, members) in structure.unions.enumerated() {
            for (position, player) in members.enumerated() {
                for output in 0..<outputs {
                    values[output, player] = try value(
                        table, coalitions, union: union, position: position, output: output, outputs: outputs,
                        checkpoint)
                }
            }
        }
        return values
    }

    /// One player's value, in ascending order of the other unions, then of the union's other members.
    private func value(
        _ table: [Double], _ coalitions: UnionCoalitions, union: Int, position: Int, output: Int, outputs: Int,
        _ checkpoint: Checkpoint
    ) throws(ExplainError) -> Double {
        let outer = ExactEnumeration.shapleyWeights(players: structure.unions.count)
        let inner = ExactEnumeration.shapleyWeights(players: structure.unions[union].count)
        let bit = 1 << position
        var sum = CompensatedSum()
        for others in 0..<(1 << (outer.count - 1)) {
            for part in 0..<(1 << inner.count) where part & bit == 0 {
                if part % ExactEnumeration.stepsBetweenLooks == 0 { try checkpoint.look() }
                let without = coalitions.number(union: union, part: part, others: others)
                let with = coalitions.number(union: union, part: part | bit, others: others)
                let difference = table[with * outputs + output] - table[without * outputs + output]
                sum.add(outer[others.nonzeroBitCount] * inner[part.nonzeroBitCount] * difference)
            }
        }
        return sum.value
    }
}
