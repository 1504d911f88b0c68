extension Memberships {
    /// The most players whose coalitions are told apart one by one.
    private static let fewPlayers = 12

    /// Whether there are so few players, and rows enough, that work for every coalition is less than work for every row.
    var hasFewPatterns: Bool { players <= Self.fewPlayers && (players << players) / 16 <= count }

    /// The coalition of a row as a number below 2^players.
    @inline(__always)
    func pattern(_ row: Int) -> Int { Int(truncatingIfNeeded: words[row]) }

    /// For each coalition, `start` and the sum of its members' numbers.
    ///
    /// - Complexity: O(2^players).
    func patternSums(of numbers: [Double], from start: Double) -> [Double] {
        precondition(hasFewPatterns && numbers.count == players, "there are few players, and every one has a number")
        var sums = [start]
        sums.reserveCapacity(1 << players)
        for number in numbers {
            for index in sums.indices { sums.append(sums[index] + number) }
        }
        return sums
    }

    /// For each set of players, the sum of the factors of the rows in which all of them are members.
    ///
    /// Sums for sets that no row tells apart are equal to the bit.
    ///
    /// - Complexity: O(rows + players 2^players).
    func supersetSums(of factors: [Double]) -> [Double] {
        precondition(hasFewPatterns && factors.count == count, "there are few players, and every row has a factor")
        var sums = [Double](repeating: 0, count: 1 << players)
        for row in 0..<count { sums[pattern(row)] += factors[row] }
        for player in 0..<players {
            let bit = 1 << player
            for block in stride(from: 0, to: sums.count, by: 2 * bit) {
                for set in block..<(block + bit) { sums[set] += sums[set + bit] }
            }
        }
        return sums
    }

    /// The sum of all rows' factors, and for each player that of the rows in which it is a member.
    ///
    /// - Throws: what `checkpoint` throws.
    func memberSums(
        of factors: [Double], checkpoint: Checkpoint
    ) throws(ExplainError) -> (all: Double, players: [Double]) {
        if hasFewPatterns {
            let sets = supersetSums(of: factors)
            return (sets[0], (0..<players).map { sets[1 << $0] })
        }
        var all = 0.0
        var sums = [Double](repeating: 0, count: players)
        for row in 0..<count {
            if row % Checkpoint.rows == 0 { try checkpoint.look() }
            all += factors[row]
            forEachMember(row) { sums[$0] += factors[row] }
        }
        return (all, sums)
    }
}
