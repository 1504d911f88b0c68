/// Coalitions as rows of bytes, the coalition of all players last: what sums over pairs of rows are looked up with.
///
/// A row stands for the signs s_k = 1 of members and -1 of the others.
struct CoalitionRows: Sendable {
    /// The number of players.
    let players: Int
    /// The number of rows, the last one included.
    let count: Int
    /// The members of each row, ascending.
    let members: [[Int]]

    private let bytesPerRow: Int
    private let bytes: [UInt8]

    /// Creates the rows of `coalitions`, and the row of all players.
    init(_ coalitions: [Coalition], players: Int) {
        self.players = players
        count = coalitions.count + 1
        members = coalitions.map(\.members) + [Array(0..<players)]
        let bytesPerRow = (players + 7) / 8
        var bytes = [UInt8](repeating: 0, count: count * bytesPerRow)
        for (row, members) in members.enumerated() {
            for member in members { bytes[row * bytesPerRow + member / 8] |= 1 << UInt8(member % 8) }
        }
        self.bytesPerRow = bytesPerRow
        self.bytes = bytes
    }

    /// sum_k w_k s_ik s_jk for all rows i <= j, with `padding` below.
    ///
    /// - Complexity: O(count^2 * players / 16) look-ups.
    func signedSums(_ weights: [Double], padding: Double) -> LaneMatrix {
        let table = Self.table(weights, bytesPerRow: bytesPerRow, neutral: 0, +)
        let total = Summation.sum(weights)
        return matrix(padding: padding) { left, right in
            var differing = 0.0
            for byte in 0..<bytesPerRow {
                differing += table[byte << 8 | Int(bytes[left + byte] ^ bytes[right + byte])]
            }
            return total - 2 * differing
        }
    }

    /// The product of q_k over players where rows i <= j differ, less the product over those where they agree.
    ///
    /// - Complexity: O(count^2 * players / 8) look-ups.
    func productDifferences(_ factors: [Double]) -> LaneMatrix {
        let table = Self.table(factors, bytesPerRow: bytesPerRow, neutral: 1, *)
        return matrix(padding: 0) { left, right in
            var differing = 1.0
            var agreeing = 1.0
            for byte in 0..<bytesPerRow {
                let bits = Int(bytes[left + byte] ^ bytes[right + byte])
                differing *= table[byte << 8 | bits]
                agreeing *= table[byte << 8 | (255 - bits)]
            }
            return differing - agreeing
        }
    }

    /// For every row the product of `inside` over its members and of `outside` over the others.
    ///
    /// - Complexity: O(count * players / 8) look-ups.
    func products(inside: [Double], outside: [Double]) -> [Double] {
        var table = [Double](repeating: 1, count: bytesPerRow << 8)
        for player in 0..<(8 * bytesPerRow) {
            let start = (player / 8) << 8
            let bit = 1 << (player % 8)
            let isPlayer = player < players
            for bits in 0..<bit {
                table[start | bit | bits] = table[start | bits] * (isPlayer ? inside[player] : 1)
                table[start | bits] *= isPlayer ? outside[player] : 1
            }
        }
        return (0..<count).map { row in
            (0..<bytesPerRow).reduce(1) { $0 * table[$1 << 8 | Int(bytes[row * bytesPerRow + $1])] }
        }
    }

    private func matrix(padding: Double, _ element: (Int, Int) -> Double) -> LaneMatrix {
        var matrix = LaneMatrix(order: count, padding: padding)
        for row in 0..<count {
            for column in row..<count { matrix[row, column] = element(row * bytesPerRow, column * bytesPerRow) }
        }
        return matrix
    }

    /// For every byte of a row and each of its 256 values, the combination of the values of its bits.
    private static func table(
        _ values: [Double], bytesPerRow: Int, neutral: Double, _ combine: (Double, Double) -> Double
    ) -> [Double] {
        var table = [Double](repeating: neutral, count: bytesPerRow << 8)
        for (player, value) in values.enumerated() {
            let start = (player / 8) << 8
            let bit = 1 << (player % 8)
            for bits in 0..<bit { table[start | bit | bits] = combine(table[start | bits], value) }
        }
        for byte in 0..<bytesPerRow where 8 * byte + 8 > values.count {
            let known = 1 << (values.count - 8 * byte)
            for bits in known..<256 { table[byte << 8 | bits] = table[byte << 8 | (bits & (known - 1))] }
        }
        return table
    }
}
