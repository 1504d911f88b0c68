/// The text of a number, taken apart: `significand` * 10^`exponent`, with the sign aside.
struct DecimalNumber {
    /// Whether a minus sign stands in front.
    var isNegative = false
    /// Up to 19 leading digits.
    var significand: UInt64 = 0
    /// The power of ten.
    var exponent = 0
    /// Whether digits beyond the 19th were left out; the value then lies between `significand` and `significand` + 1.
    var isTruncated = false
    /// Whether there is neither a fraction nor an exponent.
    var isIntegral = true
    /// The first byte after the sign.
    var start = 0
    /// The first byte behind the number.
    var end = 0

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
        let count = bytes.count
        var position = offset
        if position < count, bytes[position] == UInt8(ascii: "-") {
            isNegative = true
            position += 1
        }
        start = position
        position = digits(bytes, from: position)
        let wholeDigits = position - start
        guard wholeDigits > 0 else {
            throw JSONFault(offset: position, reason: position < count ? .malformedNumber : .unexpectedEnd)
        }
        if wholeDigits > 1, bytes[start] == UInt8(ascii: "0") {
            throw JSONFault(offset: start, reason: .malformedNumber)
        }
        var digitCount = wholeDigits
        if position < count, bytes[position] == UInt8(ascii: ".") {
            let point = position
            position = digits(bytes, from: point + 1)
            exponent = point + 1 - position
            digitCount -= exponent
            isIntegral = false
            if exponent == 0 {
                throw JSONFault(offset: position, reason: position < count ? .malformedNumber : .unexpectedEnd)
            }
        }
        let digitsEnd = position
        if position < count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            isIntegral = false
            position = try addExponent(bytes, from: position + 1)
        }
        end = position
        if digitCount > 19 { truncate(bytes, digitsEnd: digitsEnd, wholeDigits: wholeDigits) }
    }

    /// Appends digits to the significand (wrapping: ``truncate`` mends it) and answers where they end.
    @inline(__always)
    private mutating func digits(_ bytes: Span<UInt8>, from offset: Int) -> Int {
        var position = offset
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            if digit > 9 { break }
            significand = significand &* 10 &+ UInt64(digit)
            position += 1
        }
        return position
    }

    private mutating func addExponent(_ bytes: Span<UInt8>, from offset: Int) throws(JSONFault) -> Int {
        var position = offset
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
        guard position > first else {
            throw JSONFault(
                offset: position, reason: position < bytes.count ? .malformedNumber : .unexpectedEnd)
        }
        exponent += isDown ? -power : power
        return position
    }

    /// Keeps 19 digits from the first one that is not 0.
    private mutating func truncate(_ bytes: Span<UInt8>, digitsEnd: Int, wholeDigits: Int) {
        var position = start
        while position < digitsEnd, bytes[position] == UInt8(ascii: "0") || bytes[position] == UInt8(ascii: ".") {
            position += 1
        }
        var kept = 0
        significand = 0
        while position < digitsEnd, kept < 19 {
            if bytes[position] != UInt8(ascii: ".") {
                significand = significand * 10 + UInt64(bytes[position] - UInt8(ascii: "0"))
                kept += 1
            }
            position += 1
        }
        var dropped = digitsEnd - position
        // A point among the dropped characters is no digit.
        if position <= start + wholeDigits, digitsEnd > start + wholeDigits { dropped -= 1 }
        exponent += dropped
        isTruncated = dropped > 0
    }
}
