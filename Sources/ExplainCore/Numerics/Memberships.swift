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

    /// Makes `player` a member of the rows whose choice is `own`.
    mutating func insert(_ player: Int, whereOf choices: [Int32], is own: Int32) {
        precondition(choices.count == count && (0..<players).contains(player), "every row has a choice")
        let bit = UInt64(player % 64)
        var index = player / 64
        // SAFETY: a choice a row, and every row has the player's word.
        unsafe words.withUnsafeMutableBufferPointer { words in
            for choice in choices {
                unsafe words[index] |= (choice == own ? 1 : 0) << bit
                index &+= wordsPerRow
            }
        }
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

    /// The rows without the players that are not among `kept`.
    func masked(to kept: [Int]) -> Memberships {
        guard kept.count < players else { return self }
        let mask = Memberships([Coalition(kept)], players: players).words
        var result = self
        for index in words.indices { result.words[index] &= mask[index % wordsPerRow] }
        return result
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
