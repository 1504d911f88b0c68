/// The text of a number, taken apart: `significand` * 10^`exponent`, with the sign aside.
struct DecimalNumber {
    /// Whether a minus sign stands in front.
    let isNegative: Bool
    /// Up to 19 leading digits.
    let significand: UInt64
    /// The power of ten.
    let exponent: Int
    /// Whether digits beyond the 19th were left out; the value then lies between `significand` and `significand` + 1.
    let isTruncated: Bool
    /// Whether there is neither a fraction nor an exponent.
    let isIntegral: Bool
    /// The first byte after the sign.
    let start: Int
    /// The first byte behind the number.
    let end: Int

    /// The digits, point and exponent as text, without the sign.
    func text(in bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(end - start)
        for index in start..<end { text.append(bytes[index]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The value as an integer; nil when it does not fit or is not written as one.
    var integer: Int? {
        guard isIntegral, !isTruncated else { return nil }
        if isNegative, significand == UInt64(Int.max) + 1 { return Int.min }
        guard let magnitude = Int(exactly: significand) else { return nil }
        return isNegative ? -magnitude : magnitude
    }
}

extension DecimalNumber {
    /// Reads the number that starts at `offset`.
    ///
    /// - Throws: ``JSONFault`` when the grammar of RFC 8259, section 6, is broken.
    @inline(__always)
    init(_ bytes: Span<UInt8>, at offset: Int) throws(JSONFault) {
        var position = offset
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        isNegative = position > offset
        start = position
        var significand: UInt64 = 0
        Self.appendDigits(bytes, &position, to: &significand)
        let wholeDigits = position - start
        if wholeDigits == 0 { throw Self.malformed(bytes, at: position) }
        if wholeDigits > 1, bytes[start] == UInt8(ascii: "0") { throw Self.malformed(bytes, at: start) }
        var fractionDigits = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            let first = position
            Self.appendManyDigits(bytes, &position, to: &significand)
            fractionDigits = position - first
            if fractionDigits == 0 { throw Self.malformed(bytes, at: position) }
        }
        let digitsEnd = position
        var power = -fractionDigits
        let hasExponent = position < bytes.count && bytes[position] | 0x20 == UInt8(ascii: "e")
        if hasExponent { power += try Self.exponent(bytes, &position) }
        var dropped = 0
        if wholeDigits + fractionDigits > 19, !Self.fits(bytes, start..<digitsEnd) {
            (significand, dropped) = Self.leadingDigits(bytes, start..<digitsEnd)
        }
        self.significand = significand
        exponent = power + dropped
        isTruncated = dropped > 0
        isIntegral = !hasExponent && fractionDigits == 0
        end = position
    }

    private static func malformed(_ bytes: Span<UInt8>, at offset: Int) -> JSONFault {
        JSONFault(offset: offset, reason: offset < bytes.count ? .malformedNumber : .unexpectedEnd)
    }

    /// Appends the digits from `position` on, which moves behind them; beyond 19 digits the significand wraps.
    @inline(__always)
    private static func appendDigits(_ bytes: Span<UInt8>, _ position: inout Int, to significand: inout UInt64) {
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit > 9 { break }
            significand = significand &* 10 &+ UInt64(digit)
            position += 1
        }
    }

    /// The same, for digits that are many as a rule.
    @inline(__always)
    private static func appendManyDigits(_ bytes: Span<UInt8>, _ position: inout Int, to significand: inout UInt64) {
        while let run = DigitRun(bytes, at: position) {
            significand = significand &* run.scale &+ run.value
            position += run.count
            if run.count < 8 { return }
        }
        appendDigits(bytes, &position, to: &significand)
    }

    /// The power of ten behind the `e` at `position`, which moves behind it.
    private static func exponent(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONFault) -> Int {
        position += 1
        var isDown = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "+") {
            isDown = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        let first = position
        var power = 0
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit > 9 { break }
            // Beyond any number of digits that could make up for it, and far from overflow.
            if power < 1 << 48 { power = power * 10 + Int(digit) }
            position += 1
        }
        if position == first { throw malformed(bytes, at: position) }
        return isDown ? -power : power
    }

    /// Whether at most 19 digits follow the zeros that more of them begin with.
    private static func fits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        // A number below one: behind the first zero and the point there are zeros only.
        guard bytes[range.lowerBound] == UInt8(ascii: "0") else { return false }
        var first = range.lowerBound + 2
        while first < range.upperBound, bytes[first] == UInt8(ascii: "0") { first += 1 }
        return range.upperBound - first <= 19
    }

    /// The first 19 digits from the first one on that is not 0, and how many follow.
    @inline(never)
    private static func leadingDigits(
        _ bytes: Span<UInt8>, _ range: Range<Int>
    ) -> (significand: UInt64, dropped: Int) {
        var significand: UInt64 = 0
        var kept = 0
        var dropped = 0
        for index in range where bytes[index] != UInt8(ascii: ".") {
            let digit = UInt64(bytes[index] &- UInt8(ascii: "0"))
            if kept == 19 {
                dropped += 1
            } else if kept > 0 || digit > 0 {
                significand = significand * 10 + digit
                kept += 1
            }
        }
        return (significand, dropped)
    }
}
