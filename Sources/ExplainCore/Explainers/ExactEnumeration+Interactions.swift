import Synchronization

extension ExactEnumeration {
    /// The pairwise Shapley interaction indices of each output, players x players with a zero diagonal, from a table of
    /// 2^players x outputs values in the order of coalitions' bits.
    ///
    /// I_ij = sum over S without i and j of |S|! (n - |S| - 2)! / (n - 1)! (v(S + i + j) - v(S + i) - v(S + j) + v(S))
    /// (Grabisch & Roubens 1999, "An axiomatic approach to the concept of interaction among players in cooperative games").
    /// Each pair is summed on one thread in ascending order of S, so that threads change no bit.
    ///
    /// - Complexity: O(players^2 2^players outputs).
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    static func interactions(
        _ table: [Double], players: Int, outputs: Int, context: ComputeContext
    ) throws(ExplainError) -> [Matrix] {
        let pairs = (0..<players).flatMap { first in ((first + 1)..<max(first + 1, players)).map { (first, $0) } }
        let weights = shapleyWeights(players: max(1, players) - 1)
        let sums = Mutex([Double](repeating: 0, count: pairs.count * outputs))
        let done = try ParallelLoop.run(pieces: pairs.count, context: context) { piece throws(ExplainError) in
            for output in 0..<outputs {
                let sum = try interaction(
                    table, pair: pairs[piece], weights: weights, output: output, outputs: outputs, context)
                sums.withLock { $0[piece * outputs + output] = sum }
            }
        }
        guard done == pairs.count else { throw .deadlineExceeded }
        var matrices = [Matrix](repeating: Matrix(rows: players, columns: players), count: outputs)
        let numbers = sums.withLock { $0 }
        for (piece, pair) in pairs.enumerated() {
            for output in 0..<outputs {
                matrices[output][pair.0, pair.1] = numbers[piece * outputs + output]
                matrices[output][pair.1, pair.0] = numbers[piece * outputs + output]
            }
        }
        return matrices
    }

    /// The index of players `pair.0` < `pair.1`.
    private static func interaction(
        _ table: [Double], pair: (Int, Int), weights: [Double], output: Int, outputs: Int, _ context: ComputeContext
    ) throws(ExplainError) -> Double {
        let (low, high) = (1 << pair.0, 1 << pair.1)
        var sum = CompensatedSum()
        for upper in stride(from: 0, to: 2 << weights.count, by: 2 * high) {
            for middle in stride(from: upper, to: upper + high, by: 2 * low) {
                if middle % stepsBetweenLooks == 0 { try context.look() }
                for without in middle..<(middle + low) {
                    let both = (without + low + high) * outputs + output
                    let beside = table[both] - table[both - low * outputs]
                    let alone = table[both - high * outputs] - table[without * outputs + output]
                    sum.add(weights[without.nonzeroBitCount] * (beside - alone))
                }
            }
        }
        return sum.value
    }
}
