/// First and second moments of memberships: sum_r f_r x_r and sum_r f_r x_r x_r', with x 1 for members and 0 for others.
struct MembershipMoments: Sendable {
    /// The number of players.
    let players: Int
    /// sum_r f_r.
    let total: Double
    /// sum_r f_r x_r.
    let sums: [Double]
    /// sum_r f_r x_r x_r'; the lower triangle, row after row without gaps, so that it stays in the nearest caches.
    private let products: [Double]

    /// Gathers the moments of rows with factors f.
    ///
    /// - Complexity: O(rows * members^2), so that rows with few members are cheap; O(rows) for few players.
    /// - Throws: what `checkpoint` throws, which is looked at now and then.
    init(
        rows: Memberships, factors: [Double], checkpoint: Checkpoint = .never
    ) throws(ExplainError) {
        let players = rows.players
        if rows.hasFewPatterns {
            try checkpoint.look()
            let sets = rows.supersetSums(of: factors)
            self.players = players
            total = sets[0]
            sums = (0..<players).map { sets[1 << $0] }
            products = (0..<players).flatMap { row in (0...row).map { sets[1 << row | 1 << $0] } }
            return
        }
        var total = 0.0
        var products = [Double](repeating: 0, count: Self.start(of: players))
        var members = [Int32](repeating: 0, count: players)
        for row in 0..<rows.count {
            if row % Checkpoint.rows == 0 { try checkpoint.look() }
            total += factors[row]
            var count = 0
            rows.forEachMember(row) { player in
                members[count] = Int32(truncatingIfNeeded: player)
                count += 1
            }
            Self.add(factors[row], members, count, players, to: &products)
        }
        self.players = players
        self.total = total
        self.products = products
        sums = (0..<players).map { products[Self.start(of: $0) + $0] }
    }

    /// Where a row of the triangle starts.
    @inline(__always)
    private static func start(of row: Int) -> Int { row &* (row &+ 1) / 2 }

    /// Adds `factor` to the products of the first `count` of `members`, which ascend.
    @inline(__always)
    private static func add(
        _ factor: Double, _ members: [Int32], _ count: Int, _ players: Int, to products: inout [Double]
    ) {
        precondition(count <= members.count && products.count == start(of: players), "members are players")
        // SAFETY: positions lie below the members' count, and members are players, so that a row's start and a member lie
        // within the products.
        unsafe members.withUnsafeBufferPointer { members in
            // SAFETY: as above.
            unsafe products.withUnsafeMutableBufferPointer { products in
                for position in 0..<count {
                    let row = unsafe start(of: Int(members[position]))
                    for other in 0...position { unsafe products[row &+ Int(members[other])] += factor }
                }
            }
        }
    }

    /// sum_r f_r (x_r - c)(x_r - c)' = products - sums c' - c sums' + total c c'.
    ///
    /// - Complexity: O(players^2).
    func centred(at centre: [Double]) -> Matrix {
        var result = Matrix(rows: players, columns: players)
        for row in 0..<players {
            for column in 0...row {
                let product = products[Self.start(of: row) + column]
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
