/// The leading 128 bits of 5^q for q in -342...308, normalised so that the top bit is set.
///
/// Positive powers are truncated. Negative ones are truncated reciprocals, rounded up for q >= -27, where the reciprocal
/// would otherwise fall below the value it stands for (Lemire 2021, "Number Parsing at a Gigabyte per Second").
/// They are computed once from exact integers instead of being listed: 1,302 constants nobody could check.
enum PowersOfFive {
    /// The first exponent of the table.
    static let smallest = -342
    /// The last exponent of the table.
    static let largest = 308

    /// Two words a power, the higher one first.
    static let words: [UInt64] = reciprocals() + powers()

    /// The powers from 0 up by repeated multiplication.
    ///
    /// 5^308 has 716 bits.
    private static func powers() -> [UInt64] {
        var number = [UInt64](repeating: 0, count: 12)
        number[0] = 1
        var result: [UInt64] = []
        for _ in 0...largest {
            let (high, low) = leadingBits(of: number)
            result += [high, low]
            var carry: UInt64 = 0
            for index in number.indices {
                let product = number[index].multipliedFullWidth(by: 5)
                let (sum, overflow) = product.low.addingReportingOverflow(carry)
                number[index] = sum
                carry = product.high &+ (overflow ? 1 : 0)
            }
        }
        return result
    }

    /// The powers from -342 to -1 by repeated division.
    ///
    /// floor(floor(x / a) / b) = floor(x / ab), so every quotient is exact. 2^1087 / 5^342 still has 293 bits, more than the 128 wanted.
    private static func reciprocals() -> [UInt64] {
        var number = [UInt64](repeating: 0, count: 17)
        number[16] = 1 << 63
        var pairs: [(UInt64, UInt64)] = []
        for power in 1...(-smallest) {
            var remainder: UInt64 = 0
            for index in number.indices.reversed() {
                (number[index], remainder) = UInt64(5).dividingFullWidth((remainder, number[index]))
            }
            var (high, low) = leadingBits(of: number)
            if power <= 27 {
                low &+= 1
                if low == 0 { high &+= 1 }
            }
            pairs.append((high, low))
        }
        return pairs.reversed().flatMap { [$0.0, $0.1] }
    }

    /// The 128 bits from the highest set one on; words are in ascending order, at least one is not 0.
    private static func leadingBits(of number: [UInt64]) -> (UInt64, UInt64) {
        let top = number.lastIndex { $0 != 0 } ?? 0
        let shift = UInt64(number[top].leadingZeroBitCount)
        func word(_ index: Int) -> UInt64 { index < 0 ? 0 : number[index] }
        func shifted(_ index: Int) -> UInt64 {
            shift == 0 ? word(index) : word(index) << shift | word(index - 1) >> (64 - shift)
        }
        return (shifted(top), shifted(top - 1))
    }
}
