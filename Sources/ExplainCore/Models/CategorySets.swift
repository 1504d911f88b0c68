/// Sets of category codes, as bits.
public struct CategorySets: Sendable, Equatable {
    /// The end of the exact integers of float32: codes lie below.
    static let codeLimit = 1 << 24

    private var words: [UInt64] = []
    private var ends: [Int] = []

    /// The number of sets.
    public var count: Int { ends.count }

    /// The number of bytes the sets occupy.
    var bytes: Int { words.count * 8 }

    /// Adds a set and returns its number; codes lie in 0..<`codeLimit`.
    mutating func append(_ codes: some Collection<Int32>) -> Int {
        let start = words.count
        let largest = codes.max().map { Int($0) } ?? 0
        words.append(contentsOf: repeatElement(0, count: largest / 64 + 1))
        for code in codes { words[start + Int(code) / 64] |= 1 << UInt64(code % 64) }
        ends.append(words.count)
        return ends.count - 1
    }

    /// Adds a set of the codes whose bits are set, code 0 the lowest bit of the first word, and returns its number.
    mutating func append(bits: some Collection<UInt32>) -> Int {
        precondition(bits.count * 32 <= Self.codeLimit, "codes are below the limit")
        var low: UInt64?
        for word in bits {
            if let half = low {
                words.append(half | UInt64(word) << 32)
                low = nil
            } else {
                low = UInt64(word)
            }
        }
        if let low { words.append(low) }
        ends.append(words.count)
        return ends.count - 1
    }

    /// Whether the category that `value` stands for is a member; a fraction counts as the whole number before it.
    ///
    /// Negative numbers, -0.5 among them, and numbers from 2^24 on are members of no set. `value` is not NaN.
    public func contains(_ value: Float, in set: Int) -> Bool {
        guard value >= 0, value < Float(Self.codeLimit) else { return false }
        let code = Int(value)
        let start = set == 0 ? 0 : ends[set - 1]
        let word = start + code / 64
        return word < ends[set] && (words[word] >> UInt64(code % 64)) & 1 == 1
    }
}
