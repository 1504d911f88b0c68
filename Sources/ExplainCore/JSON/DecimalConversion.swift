/// Decimal to binary, correctly rounded (half to even).
///
/// Eisel-Lemire: one or two 64 x 64 multiplications with a 128-bit power of five decide the rounding (Lemire 2021,
/// "Number Parsing at a Gigabyte per Second"; Mushtak and Lemire 2023 prove that no case is left undecided for
/// significands of up to 64 bits). Significands of more than 19 digits are bracketed between two neighbours, and go to
/// the standard library when these round differently.
enum DecimalConversion {
    private static let doublePowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
    private static let floatPowers: [Float] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10]

    /// The double nearest to `number`, whose text stands in `bytes`; an infinity when it overflows.
    ///
    /// Where significand and power of ten are exact, the one operation rounds correctly (Clinger 1990).
    @inline(__always)
    static func double(_ number: DecimalNumber, in bytes: Span<UInt8>) -> Double {
        guard !number.isTruncated, number.significand <= 1 << 53, -22...22 ~= number.exponent else {
            return wideDouble(number, in: bytes)
        }
        let value = number.isNegative ? -Double(number.significand) : Double(number.significand)
        if number.exponent == 0 { return value }
        return number.exponent < 0 ? value / doublePowers[-number.exponent] : value * doublePowers[number.exponent]
    }

    /// The float nearest to `number`, never by way of a double; an infinity when it overflows.
    @inline(__always)
    static func float(_ number: DecimalNumber, in bytes: Span<UInt8>) -> Float {
        guard !number.isTruncated, number.significand <= 1 << 24, -10...10 ~= number.exponent else {
            return wideFloat(number, in: bytes)
        }
        let value = number.isNegative ? -Float(number.significand) : Float(number.significand)
        if number.exponent == 0 { return value }
        return number.exponent < 0 ? value / floatPowers[-number.exponent] : value * floatPowers[number.exponent]
    }

    @inline(never)
    private static func wideDouble(_ number: DecimalNumber, in bytes: Span<UInt8>) -> Double {
        let magnitude =
            bits(number, .double).map { Double(bitPattern: $0) } ?? Double(number.text(in: bytes)) ?? .infinity
        return number.isNegative ? -magnitude : magnitude
    }

    @inline(never)
    private static func wideFloat(_ number: DecimalNumber, in bytes: Span<UInt8>) -> Float {
        let magnitude =
            bits(number, .float).map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
            ?? Float(number.text(in: bytes)) ?? .infinity
        return number.isNegative ? -magnitude : magnitude
    }

    /// The bits of the magnitude; nil when the digits beyond the 19th decide.
    @inline(__always)
    private static func bits(_ number: DecimalNumber, _ format: BinaryFormat) -> UInt64? {
        let lower = bits(number.significand, exponent: number.exponent, format)
        guard number.isTruncated else { return lower }
        return lower == bits(number.significand + 1, exponent: number.exponent, format) ? lower : nil
    }

    /// The bits of `significand` * 10^`exponent`.
    @inline(__always)
    private static func bits(_ significand: UInt64, exponent: Int, _ format: BinaryFormat) -> UInt64 {
        let infinity = UInt64(format.infinitePower) << UInt64(format.significandBits)
        if significand == 0 || exponent < format.smallestPowerOfTen { return 0 }
        if exponent > format.largestPowerOfTen { return infinity }
        let leadingZeros = significand.leadingZeroBitCount
        let (high, low) = product(significand << UInt64(leadingZeros), exponent, format)
        let upperBit = Int(high >> 63)
        let shift = UInt64(upperBit + 64 - format.significandBits - 3)
        var mantissa = high >> shift
        // floor(q * log2(10)) + 63 by a 16-bit fixed-point logarithm, right over the table's range.
        var power = ((217_706 * exponent) >> 16) + 63 + upperBit - leadingZeros - format.minimumExponent
        if power <= 0 {
            if 1 - power >= 64 { return 0 }
            mantissa >>= UInt64(1 - power)
            mantissa = (mantissa + (mantissa & 1)) >> 1
            // Rounding up may have made it the smallest normal number: then the carry is its exponent, 1.
            return mantissa
        }
        if low <= 1, format.halfwayPowers ~= exponent, mantissa & 3 == 1, mantissa << shift == high {
            mantissa &= ~1
        }
        mantissa = (mantissa + (mantissa & 1)) >> 1
        if mantissa >= 2 << UInt64(format.significandBits) {
            mantissa = 1 << UInt64(format.significandBits)
            power += 1
        }
        if power >= format.infinitePower { return infinity }
        mantissa &= ~(1 << UInt64(format.significandBits))
        return UInt64(power) << UInt64(format.significandBits) | mantissa
    }

    /// The leading 128 bits of `significand` * 5^`exponent`, exact in the bits that `format` needs.
    @inline(__always)
    private static func product(
        _ significand: UInt64, _ exponent: Int, _ format: BinaryFormat
    ) -> (high: UInt64, low: UInt64) {
        let index = 2 * (exponent - PowersOfFive.smallest)
        let words = PowersOfFive.words
        var (high, low) = significand.multipliedFullWidth(by: words[index])
        let mask = UInt64.max >> UInt64(format.significandBits + 3)
        if high & mask == mask {
            let second = significand.multipliedFullWidth(by: words[index + 1])
            let (sum, overflow) = low.addingReportingOverflow(second.high)
            low = sum
            if overflow { high &+= 1 }
        }
        return (high, low)
    }
}
