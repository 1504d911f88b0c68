/// A set of players out of 0..<n, as bits; n is unbounded.
///
/// The first 64 players live in `low`, so that coalitions of up to 64 players allocate nothing.
public struct Coalition: Sendable, Hashable {
    /// Players 0...63; bit i is player i.
    public private(set) var low: UInt64

    /// Players 64 and up, 64 a word; trailing zero words are never stored, so equal sets are equal values.
    public private(set) var high: [UInt64]

    /// The empty coalition.
    public init() {
        low = 0
        high = []
    }

    /// The coalition whose members among players 0...63 are the bits of `bits`.
    public init(bits: UInt64) {
        low = bits
        high = []
    }

    /// The coalition of the given members.
    public init(_ members: some Sequence<Int>) {
        self.init()
        for member in members { insert(member) }
    }

    /// The coalition of all of 0..<`count`.
    public init(all count: Int) {
        precondition(count >= 0, "a game has no negative number of players")
        low = count >= 64 ? .max : (1 &<< UInt64(count)) &- 1
        high = []
        guard count > 64 else { return }
        high = [UInt64](repeating: .max, count: (count - 1) / 64)
        let rest = count % 64
        if rest > 0 { high[high.count - 1] = (1 &<< UInt64(rest)) &- 1 }
    }

    /// Whether `player` is a member.
    public func contains(_ player: Int) -> Bool {
        if player < 64 { return (low >> UInt64(player)) & 1 == 1 }
        let word = player / 64 - 1
        return word < high.count && (high[word] >> UInt64(player % 64)) & 1 == 1
    }

    /// Adds `player`.
    public mutating func insert(_ player: Int) {
        precondition(player >= 0, "players are numbered from 0")
        if player < 64 {
            low |= 1 << UInt64(player)
            return
        }
        let word = player / 64 - 1
        while high.count <= word { high.append(0) }
        high[word] |= 1 << UInt64(player % 64)
    }

    /// Removes `player` if it is a member.
    public mutating func remove(_ player: Int) {
        if player < 64 {
            low &= ~(1 << UInt64(player))
            return
        }
        let word = player / 64 - 1
        guard word < high.count else { return }
        high[word] &= ~(1 << UInt64(player % 64))
        while high.last == 0 { high.removeLast() }
    }

    /// The number of members.
    public var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

    /// Whether there is no member.
    public var isEmpty: Bool { low == 0 && high.isEmpty }

    /// The other players of a game of `count` players.
    public func complement(of count: Int) -> Coalition {
        var all = Coalition(all: count)
        all.low &= ~low
        for word in 0..<min(high.count, all.high.count) { all.high[word] &= ~high[word] }
        while all.high.last == 0 { all.high.removeLast() }
        return all
    }

    /// The members in ascending order.
    public var members: [Int] {
        var result: [Int] = []
        result.reserveCapacity(count)
        for (index, word) in ([low] + high).enumerated() {
            var rest = word
            while rest != 0 {
                result.append(index * 64 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
        return result
    }

    /// Calls `body` with every member in ascending order; allocates nothing for up to 64 players.
    @inline(__always)
    func forEachMember(_ body: (Int) -> Void) {
        var rest = low
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
        for word in high.indices {
            rest = high[word]
            while rest != 0 {
                body((word + 1) * 64 + rest.trailingZeroBitCount)
                rest &= rest &- 1
            }
        }
    }
}
