/// The Gram matrix X' W X of a pair regression, with x_i = 1/2 for members and -1/2 for the others.
///
/// Pairs of equal weight w are one block: x_i x_j is 1/4 where the columns agree and -1/4 where they differ, so the block
/// adds w / 4 (pairs - 2 popcount(column_i xor column_j)). The integers are exact, whatever the order of players.
enum PairGram {
    /// Computes the matrix, players x players.
    ///
    /// - Complexity: O(players^2 * pairs / 64).
    /// - Throws: what `checkpoint` throws, which is looked at once a pair and once a row of a block.
    static func matrix(
        players: Int, coalitions: [Coalition], weights: [Double], checkpoint: Checkpoint = .never
    ) throws(ExplainError) -> Matrix {
        var blocks: [UInt64: Int] = [:]
        var members: [[Int]] = []
        for (pair, weight) in weights.enumerated() {
            if let block = blocks[weight.bitPattern] {
                members[block].append(pair)
            } else {
                blocks[weight.bitPattern] = members.count
                members.append([pair])
            }
        }
        var gram = [Double](repeating: 0, count: players * players)
        for pairs in members {
            try add(pairs, coalitions, quarter: weights[pairs[0]] / 4, players: players, to: &gram, checkpoint)
        }
        for row in 0..<players {
            for column in 0..<row { gram[column * players + row] = gram[row * players + column] }
        }
        return Matrix(rows: players, columns: players, storage: gram)
    }

    private static func add(
        _ pairs: [Int], _ coalitions: [Coalition], quarter: Double, players: Int, to gram: inout [Double],
        _ checkpoint: Checkpoint
    ) throws(ExplainError) {
        let words = (pairs.count + 63) / 64
        var columns = [UInt64](repeating: 0, count: players * words)
        for (position, pair) in pairs.enumerated() {
            try checkpoint.look()
            coalitions[pair].forEachMember { columns[$0 * words + position / 64] |= 1 << UInt64(position % 64) }
        }
        for row in 0..<players {
            try checkpoint.look()
            for column in 0...row {
                var differing = 0
                for word in 0..<words {
                    differing += (columns[row * words + word] ^ columns[column * words + word]).nonzeroBitCount
                }
                gram[row * players + column] += quarter * Double(pairs.count - 2 * differing)
            }
        }
    }
}
