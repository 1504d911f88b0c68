/// The figures of a binary floating-point format that decimal conversion needs.
struct BinaryFormat {
    /// Stored bits of the significand.
    var significandBits: Int
    /// Minus the exponent bias.
    var minimumExponent: Int
    /// The biased exponent of infinity.
    var infinitePower: Int
    /// Below this power of ten every 64-bit significand rounds to 0.
    var smallestPowerOfTen: Int
    /// Above this power of ten every significand but 0 overflows.
    var largestPowerOfTen: Int
    /// The powers of ten at which a value can lie exactly half-way.
    var halfwayPowers: ClosedRange<Int>

    /// IEEE 754 binary64.
    static var double: BinaryFormat {
        BinaryFormat(
            significandBits: 52, minimumExponent: -1023, infinitePower: 0x7FF, smallestPowerOfTen: -342,
            largestPowerOfTen: 308, halfwayPowers: -4...23)
    }

    /// IEEE 754 binary32.
    static var float: BinaryFormat {
        BinaryFormat(
            significandBits: 23, minimumExponent: -127, infinitePower: 0xFF, smallestPowerOfTen: -64,
            largestPowerOfTen: 38, halfwayPowers: -17...10)
    }
}
