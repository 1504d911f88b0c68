/// Up to eight decimal digits in one word, the first in the lowest byte: counted and read without a loop.
struct DigitRun {
    /// The bytes, less that of "0".
    private let digits: UInt64
    /// How many of the bytes from the first on are digits: 0...8.
    let count: Int

    /// Looks at the eight bytes from `offset` on; nil when there are fewer.
    @inline(__always)
    init?(_ bytes: Span<UInt8>, at offset: Int) {
        guard offset >= 0, bytes.count - offset >= 8 else { return nil }
        // SAFETY: eight bytes are there.
        let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        digits = UInt64(littleEndian: word) ^ 0x3030_3030_3030_3030
        // A byte above 9 sets its top bit; a carry out of it reaches later bytes only, and the first one counts.
        let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
        count = others.trailingZeroBitCount / 8
    }

    /// The number that the digits make; 0 without any.
    ///
    /// The digits move behind zeros; then neighbours become pairs, pairs fours, and fours eight.
    @inline(__always)
    var value: UInt64 {
        if count == 0 { return 0 }
        let aligned = digits << UInt64(64 - 8 * count)
        let pairs = aligned &* 10 &+ (aligned >> 8)
        let mask: UInt64 = 0x0000_00FF_0000_00FF
        let upper = (pairs & mask) &* 0x000F_4240_0000_0064
        let lower = ((pairs >> 16) & mask) &* 0x0000_2710_0000_0001
        return (upper &+ lower) >> 32
    }

    /// 10 to the power of ``count``.
    @inline(__always)
    var scale: UInt64 { Self.powers[count] }

    private static let powers: [UInt64] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]
}
