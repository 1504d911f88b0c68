/// Arrays of numbers as programs write them, without whitespace: read or passed over in a few steps a number.
///
/// Whatever is written in another way, or wrong, is left to the methods that read every document and name every fault.
extension JSONReader {
    /// Reads an array of whole numbers of up to seven digits; nil, without moving, when the next value is not written so.
    mutating func plainInt32s(expecting count: Int) throws(JSONError) -> [Int32]? {
        guard try valueStart() == UInt8(ascii: "["), frames.count < options.maximumDepth else { return nil }
        var cursor = position + 1
        guard let elements = Self.readPlainInt32s(bytes.span, &cursor, expecting: count) else { return nil }
        position = cursor
        return elements
    }

    /// Passes over an array of numbers that a float holds; nil, without moving, when the next value is not written so.
    ///
    /// Returns where the array starts.
    mutating func passPlainNumbers() throws(JSONError) -> Int? {
        guard try valueStart() == UInt8(ascii: "["), frames.count < options.maximumDepth else { return nil }
        let place = position
        guard let end = Self.passPlainNumbers(bytes.span, from: place + 1) else { return nil }
        position = end
        return place
    }

    /// Reads the elements from `cursor` on, which moves behind the array's end.
    private static func readPlainInt32s(
        _ bytes: Span<UInt8>, _ cursor: inout Int, expecting count: Int
    ) -> [Int32]? {
        guard cursor < bytes.count else { return nil }
        if bytes[cursor] == UInt8(ascii: "]") {
            cursor += 1
            return []
        }
        // Places that are there are filled in fewer steps than it takes to append; a number takes two bytes at least.
        var elements = [Int32](repeating: 0, count: max(1, min(count, (bytes.count - cursor) / 2)))
        var filled = 0
        while true {
            var places = elements.mutableSpan
            guard let last = readPlainInt32s(bytes, &cursor, into: &places, from: &filled) else { return nil }
            if last == UInt8(ascii: "]") { break }
            elements.append(contentsOf: repeatElement(0, count: elements.count))
        }
        elements.removeLast(elements.count - filled)
        return elements
    }

    /// Reads elements until the array or `places` end; returns the byte behind the last one, and nil when it cannot stand there.
    private static func readPlainInt32s(
        _ bytes: Span<UInt8>, _ cursor: inout Int, into places: inout MutableSpan<Int32>, from filled: inout Int
    ) -> UInt8? {
        while filled < places.count {
            guard let element = plainInt32(bytes, &cursor) else { return nil }
            places[filled] = element
            filled += 1
            // Where a number was read, a byte follows.
            let byte = bytes[cursor]
            cursor += 1
            if byte == UInt8(ascii: "]") { return byte }
            if byte != UInt8(ascii: ",") { return nil }
        }
        return UInt8(ascii: ",")
    }

    /// Reads a whole number of up to seven digits that is not the end of the document; nil when there is none.
    @inline(__always)
    private static func plainInt32(_ bytes: Span<UInt8>, _ cursor: inout Int) -> Int32? {
        guard cursor < bytes.count else { return nil }
        let digit = bytes[cursor] &- UInt8(ascii: "0")
        // Flags, types and many features have one digit.
        if digit <= 9, cursor + 1 < bytes.count, bytes[cursor + 1] == UInt8(ascii: ",") {
            cursor += 1
            return Int32(digit)
        }
        let isNegative = bytes[cursor] == UInt8(ascii: "-")
        if isNegative { cursor += 1 }
        guard let run = DigitRun(bytes, at: cursor), run.count > 0, run.count < 8 else { return nil }
        if run.count > 1, bytes[cursor] == UInt8(ascii: "0") { return nil }
        cursor += run.count
        let magnitude = Int32(truncatingIfNeeded: run.value)
        return isNegative ? -magnitude : magnitude
    }

    /// Passes over the elements from `start` on; returns what is behind the array's end.
    private static func passPlainNumbers(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var cursor = start
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "]") { return cursor + 1 }
        while passPlainNumber(bytes, &cursor), cursor < bytes.count {
            let byte = bytes[cursor]
            cursor += 1
            if byte == UInt8(ascii: "]") { return cursor }
            if byte != UInt8(ascii: ",") { return nil }
        }
        return nil
    }

    /// Passes over a number below 10^38 with fewer than 16 digits before the point and behind it; false when there is none.
    @inline(__always)
    private static func passPlainNumber(_ bytes: Span<UInt8>, _ cursor: inout Int) -> Bool {
        guard cursor < bytes.count else { return false }
        if bytes[cursor] == UInt8(ascii: "-") { cursor += 1 }
        guard let whole = DigitRun(bytes, at: cursor), whole.count > 0 else { return false }
        if whole.count > 1, bytes[cursor] == UInt8(ascii: "0") { return false }
        cursor += whole.count
        var largestPower: UInt64 = 30
        if whole.count == 8 {
            guard let rest = DigitRun(bytes, at: cursor), rest.count < 8 else { return false }
            cursor += rest.count
            largestPower = 22
        }
        if bytes[cursor] == UInt8(ascii: ".") {
            cursor += 1
            guard var run = DigitRun(bytes, at: cursor), run.count > 0 else { return false }
            cursor += run.count
            if run.count == 8 {
                guard let rest = DigitRun(bytes, at: cursor), rest.count < 8 else { return false }
                run = rest
                cursor += run.count
            }
        }
        guard cursor < bytes.count, bytes[cursor] | 0x20 == UInt8(ascii: "e") else { return true }
        cursor += 1
        guard cursor < bytes.count else { return false }
        let isDown = bytes[cursor] == UInt8(ascii: "-")
        if isDown || bytes[cursor] == UInt8(ascii: "+") { cursor += 1 }
        guard let power = DigitRun(bytes, at: cursor), power.count > 0, power.count < 3 else { return false }
        cursor += power.count
        return isDown || power.value <= largestPower
    }
}
