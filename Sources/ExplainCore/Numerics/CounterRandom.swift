/// A counter-based random number generator: the n-th number of a stream is a function of seed, stream and n alone.
///
/// Philox 2x64 with 10 rounds (Salmon, Moraes, Dror and Shaw 2011, "Parallel Random Numbers: As Easy as 1, 2, 3", SC '11):
/// two words a block. Streams of one seed do not overlap, so parallel work gives each part its own stream, and the result
/// does not depend on who computes what.
public struct CounterRandom: RandomNumberGenerator, Sendable, Equatable {
    /// The seed.
    public let seed: UInt64

    /// The stream of the seed.
    public let stream: UInt64

    /// How many words of the stream lie behind; setting it jumps there.
    ///
    /// - Complexity: O(1).
    public var position: UInt64

    /// Creates a generator at the start of a stream.
    public init(seed: UInt64, stream: UInt64 = 0) {
        self.seed = seed
        self.stream = stream
        position = 0
    }

    /// The next word; every bit is uniform.
    public mutating func next() -> UInt64 {
        let block = Self.block(key: seed, position >> 1, stream)
        defer { position &+= 1 }
        return position & 1 == 0 ? block.0 : block.1
    }

    /// A uniform number in [0, 1): a multiple of 2^-53.
    public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Replaces all elements by uniform numbers of 32 bits, the middles of 2^32 equal parts of 0...1: four a block.
    ///
    /// Twice as fast as ``nextUnit()``, and never 0 or 1. What is left of the last block is thrown away.
    mutating func fillShortUnits(_ units: inout [Double]) {
        var block = (position &+ 1) >> 1
        var start = 0
        while start + 4 <= units.count {
            let four = Self.shortUnits(Self.block(key: seed, block, stream))
            (units[start], units[start + 1]) = (four[0], four[1])
            (units[start + 2], units[start + 3]) = (four[2], four[3])
            block &+= 1
            start += 4
        }
        if start < units.count {
            let four = Self.shortUnits(Self.block(key: seed, block, stream))
            for index in start..<units.count { units[index] = four[index - start] }
            block &+= 1
        }
        position = block &<< 1
    }

    /// The halves of two words as numbers; a signed conversion takes one instruction.
    @inline(__always)
    private static func shortUnits(_ words: (UInt64, UInt64)) -> SIMD4<Double> {
        func number(_ half: UInt64) -> Double { Double(Int64(truncatingIfNeeded: half)) }
        let four = SIMD4(
            number(words.0 >> 32), number(words.0 & 0xFFFF_FFFF), number(words.1 >> 32), number(words.1 & 0xFFFF_FFFF))
        return (four + 0.5) * 0x1p-32
    }

    /// A uniform whole number in 0..<`bound`, without bias.
    ///
    /// Lemire 2019, "Fast Random Integer Generation in an Interval": the high word of a product, with rejection.
    public mutating func nextBelow(_ bound: Int) -> Int {
        precondition(bound > 0, "there is no number below 0")
        let width = UInt64(bound)
        var product = next().multipliedFullWidth(by: width)
        if product.low < width {
            let threshold = (0 &- width) % width
            while product.low < threshold { product = next().multipliedFullWidth(by: width) }
        }
        return Int(product.high)
    }

    /// A standard normal number: the quantile of one uniform number strictly between 0 and 1.
    public mutating func nextNormal() -> Double {
        SpecialFunctions.normalQuantile((Double(next() >> 12) + 0.5) * 0x1p-52)
    }

    /// Puts the elements into a uniformly random order (Fisher-Yates, from the end).
    ///
    /// - Complexity: O(n), with one bounded number an element.
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, nextBelow(last + 1)) }
    }

    /// Ten rounds of Philox over one counter.
    @inline(__always)
    static func block(key: UInt64, _ low: UInt64, _ high: UInt64) -> (UInt64, UInt64) {
        var (left, right, roundKey) = (low, high, key)
        for _ in 0..<10 {
            let product = left.multipliedFullWidth(by: 0xD2B7_4407_B1CE_6E93)
            (left, right) = (product.high ^ right ^ roundKey, product.low)
            roundKey &+= 0x9E37_79B9_7F4A_7C15
        }
        return (left, right)
    }
}
