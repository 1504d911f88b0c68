/// Which players are members, row after row, as bits.
struct Memberships: Sendable, Equatable {
    /// The number of players.
    let players: Int
    /// The number of rows.
    private(set) var count: Int
    /// The words of a row.
    let wordsPerRow: Int
    /// The rows, `wordsPerRow` words each; bit i of word k is player 64 k + i.
    private(set) var words: [UInt64]

    /// Creates `count` rows without members.
    init(players: Int, count: Int) {
        self.players = players
        self.count = count
        wordsPerRow = max(1, (players + 63) / 64)
        words = [UInt64](repeating: 0, count: count * wordsPerRow)
    }

    /// Creates the rows of coalitions.
    init(_ coalitions: [Coalition], players: Int) {
        self.init(players: players, count: coalitions.count)
        for (row, coalition) in coalitions.enumerated() { coalition.forEachMember { insert($0, row: row) } }
    }

    /// Makes `player` a member of row `row`.
    mutating func insert(_ player: Int, row: Int) {
        words[row * wordsPerRow + player / 64] |= 1 << UInt64(player % 64)
    }

    /// Makes every player a member of row `row`.
    mutating func insertAll(row: Int) {
        for player in 0..<players { insert(player, row: row) }
    }

    /// Replaces rows from `row` on by all rows of `other`.
    mutating func replace(from row: Int, with other: Memberships) {
        let start = row * wordsPerRow
        words.replaceSubrange(start..<(start + other.words.count), with: other.words)
    }

    /// Replaces word `word` of all rows.
    mutating func replaceWords(_ word: Int, with bits: [UInt64]) {
        precondition(bits.count == count && (0..<wordsPerRow).contains(word), "every row has the word")
        for row in 0..<count { words[row * wordsPerRow + word] = bits[row] }
    }

    /// Keeps the first `count` rows.
    mutating func keep(_ count: Int) {
        guard count < self.count else { return }
        self.count = count
        words.removeLast(words.count - count * wordsPerRow)
    }

    /// The number of members of row `row`.
    func memberCount(_ row: Int) -> Int {
        (0..<wordsPerRow).reduce(0) { $0 + words[row * wordsPerRow + $1].nonzeroBitCount }
    }

    /// The memberships of the `kept` players alone, renumbered in their order.
    ///
    /// A byte of a row's bits is looked up at a time.
    func narrowed(to kept: [Int]) -> Memberships {
        if kept.elementsEqual(0..<players) { return self }
        var result = Memberships(players: kept.count, count: count)
        for target in 0..<result.wordsPerRow {
            let own = kept[(64 * target)..<min(64 * target + 64, kept.count)]
            for (byte, table) in Self.tables(Array(own)) {
                let shift = UInt64(byte % 8 * 8)
                var (source, position) = (byte / 8, target)
                for _ in 0..<count {
                    result.words[position] |= table[Int(words[source] >> shift & 0xFF)]
                    source += wordsPerRow
                    position += result.wordsPerRow
                }
            }
        }
        return result
    }

    /// For each byte of a row that has one of up to 64 `kept` players, the kept players' bits for its 256 values.
    private static func tables(_ kept: [Int]) -> [(byte: Int, table: [UInt64])] {
        Set(kept.map { $0 / 8 }).sorted().map { byte in
            var table = [UInt64](repeating: 0, count: 256)
            for (position, player) in kept.enumerated() where player / 8 == byte {
                let bit = 1 << (player % 8)
                for value in table.indices where value & bit != 0 { table[value] |= 1 << UInt64(position) }
            }
            return (byte, table)
        }
    }

    /// Calls `body` with every member of row `row` in ascending order.
    @inline(__always)
    func forEachMember(_ row: Int, _ body: (Int) -> Void) {
        for index in 0..<wordsPerRow {
            var rest = words[row * wordsPerRow + index]
            while rest != 0 {
                body(index * 64 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }
}
