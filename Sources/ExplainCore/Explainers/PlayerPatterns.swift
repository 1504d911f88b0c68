/// The different values that players have in reference rows, numbered.
///
/// When the absent players of a coalition have few of them, their combinations are fewer than the rows: a coalition that
/// lacks one player of two values costs two model rows.
struct PlayerPatterns: Sendable {
    private let rows: Int
    /// The number of different values of each player; the number of rows for those with more than half as many.
    private let counts: [Int]
    /// The number of each player's value in each row, players x rows; empty for players with as many values as rows.
    private let numbers: [[Int32]]

    /// Numbers the values of the players that `columns` makes up, by what the model reads.
    ///
    /// - Complexity: O(rows * columns).
    init(_ reference: ReferenceRows, columns: [[Int]]) {
        let rows = reference.count
        let width = reference.read.count / max(1, rows)
        var counts: [Int] = []
        var numbers: [[Int32]] = []
        for columns in columns {
            let numbered: (count: Int, numbers: [Int32])? =
                if columns.count == 1, let column = columns.first {
                    Self.number(rows) { reference.read[$0 * width + column] }
                } else {
                    Self.number(rows) { row in columns.map { reference.read[row * width + $0] } }
                }
            counts.append(numbered?.count ?? rows)
            numbers.append(numbered?.numbers ?? [])
        }
        (self.rows, self.counts, self.numbers) = (rows, counts, numbers)
    }

    /// Numbers the values of all rows in the order of their first appearance; nil when there are too many.
    private static func number<Value: Hashable>(
        _ rows: Int, _ value: (Int) -> Value
    ) -> (count: Int, numbers: [Int32])? {
        var known: [Value: Int32] = [:]
        var numbers: [Int32] = []
        numbers.reserveCapacity(rows)
        for row in 0..<rows {
            let next = Int32(truncatingIfNeeded: known.count)
            let number = known[value(row), default: next]
            if number == next {
                known[value(row)] = next
                guard known.count <= max(1, rows / 2) else { return nil }
            }
            numbers.append(number)
        }
        return (known.count, numbers)
    }

    /// The rows of a coalition that differ, and which of them each row equals.
    struct Groups: Sendable {
        /// The first row of each group, ascending.
        var first: [Int]
        /// The group of each row.
        var group: [Int]
    }

    /// The rows that differ in a coalition's absent players; nil where their values have no fewer combinations than rows.
    ///
    /// - Complexity: O(rows * absent players) where there are few combinations, O(players) otherwise.
    func groups(_ coalition: Coalition) -> Groups? {
        var combinations = 1
        for player in counts.indices where !coalition.contains(player) {
            combinations *= counts[player]
            if combinations >= rows { return nil }
        }
        var codes = [Int](repeating: 0, count: rows)
        for player in counts.indices where !coalition.contains(player) && counts[player] > 1 {
            for row in 0..<rows { codes[row] = codes[row] * counts[player] + Int(numbers[player][row]) }
        }
        var seen = [Int](repeating: -1, count: combinations)
        var groups = Groups(first: [], group: codes)
        for (row, code) in codes.enumerated() {
            if seen[code] < 0 {
                seen[code] = groups.first.count
                groups.first.append(row)
            }
            groups.group[row] = seen[code]
        }
        return groups
    }
}
