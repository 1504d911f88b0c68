/// First and second moments of memberships: sum_r f_r x_r and sum_r f_r x_r x_r', with x 1 for members and 0 for others.
struct MembershipMoments: Sendable {
    /// The number of players.
    let players: Int
    /// sum_r f_r.
    let total: Double
    /// sum_r f_r x_r.
    let sums: [Double]
    /// sum_r f_r x_r x_r'; the lower triangle, row after row.
    private let products: [Double]

    /// Gathers the moments of rows with factors f.
    ///
    /// - Complexity: O(rows * members^2): rows with few members are cheap.
    /// - Throws: what `checkpoint` throws, which is looked at once a row.
    init(
        players: Int, rows: [Coalition], factors: [Double], checkpoint: Checkpoint = .never
    ) throws(ExplainError) {
        var total = 0.0
        var products = [Double](repeating: 0, count: players * players)
        var members: [Int] = []
        members.reserveCapacity(players)
        for (row, coalition) in rows.enumerated() {
            try checkpoint.look()
            let factor = factors[row]
            total += factor
            members.removeAll(keepingCapacity: true)
            coalition.forEachMember { members.append($0) }
            for position in members.indices {
                let start = members[position] * players
                for other in 0...position { products[start + members[other]] += factor }
            }
        }
        self.players = players
        self.total = total
        self.products = products
        sums = (0..<players).map { products[$0 * players + $0] }
    }

    /// sum_r f_r (x_r - c)(x_r - c)' = products - sums c' - c sums' + total c c'.
    ///
    /// - Complexity: O(players^2).
    func centred(at centre: [Double]) -> Matrix {
        var result = Matrix(rows: players, columns: players)
        for row in 0..<players {
            for column in 0...row {
                let product = products[row * players + column]
                let value =
                    (product - sums[row] * centre[column])
                    - centre[row] * (sums[column] - total * centre[column])
                result[row, column] = value
                result[column, row] = value
            }
        }
        return result
    }
}
