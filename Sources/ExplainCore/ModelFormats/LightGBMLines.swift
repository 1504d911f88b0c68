#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The lines of a LightGBM file, ended by LF or CRLF, and the numbers in them.
struct LightGBMLines: ~Copyable {
    let bytes: [UInt8]
    /// The first byte of the next line.
    private(set) var position = 0
    /// The number of lines read so far: that of the last one.
    private(set) var number = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The bytes of the next line without its end; nil at the end of the file.
    mutating func next() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        let end = Self.first(UInt8(ascii: "\n"), in: bytes, from: start) ?? bytes.count
        position = end + 1
        number += 1
        let isCarried = end > start && bytes[end - 1] == UInt8(ascii: "\r")
        return start..<(isCarried ? end - 1 : end)
    }

    /// The text of a range; nil when it is not UTF-8.
    func text(_ range: Range<Int>) -> String? { String(validating: bytes[range], as: UTF8.self) }

    /// Whether a range begins with `prefix`.
    func starts(_ range: Range<Int>, with prefix: StaticString) -> Bool {
        guard range.count >= prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount {
            // SAFETY: the index lies inside the prefix, whose text outlives the program's use of it.
            let byte = unsafe prefix.utf8Start[index]
            if bytes[range.lowerBound + index] != byte { return false }
        }
        return true
    }

    /// The key and the value of a line, which its first `=` parts; nil without one.
    func member(_ line: Range<Int>) -> (key: Range<Int>, value: Range<Int>)? {
        for index in line where bytes[index] == UInt8(ascii: "=") {
            return (line.lowerBound..<index, (index + 1)..<line.upperBound)
        }
        return nil
    }

    /// The text of a key; bytes that are no text are replaced.
    func key(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The position of the first `byte` from `start` on.
    static func first(_ byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
        precondition(start <= bytes.count, "the search begins in the file")
        // SAFETY: the search ends at the end of the bytes, and the pointers do not leave the closure.
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            guard let found = unsafe memchr(base + start, Int32(byte), buffer.count - start) else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}

extension LightGBMLines {
    /// What is wrong with a list of numbers.
    enum NumberFault: Error {
        /// This text, the element number `index`, is no finite number of the type.
        case malformed(String, index: Int)
    }

    /// The numbers of a list of probably `count`, divided by spaces.
    ///
    /// - Throws: ``NumberFault``.
    func doubles(_ range: Range<Int>, expecting count: Int) throws(NumberFault) -> [Double] {
        try numbers(range, expecting: count) { bytes, number in
            let value = DecimalConversion.double(number, in: bytes)
            return value.isFinite ? value : nil
        }
    }

    /// The thresholds of a list of probably `count`, divided by spaces: where only missing values go to the right, `inf` is one.
    ///
    /// - Throws: ``NumberFault``.
    func thresholds(_ range: Range<Int>, expecting count: Int) throws(NumberFault) -> [Double] {
        do { return try doubles(range, expecting: count) } catch {
            var values: [Double] = []
            for token in bytes[range].split(separator: UInt8(ascii: " ")) {
                if token.elementsEqual("inf".utf8) {
                    values.append(.infinity)
                } else if token.elementsEqual("-inf".utf8) {
                    values.append(-.infinity)
                } else if let value = try? doubles(token.startIndex..<token.endIndex, expecting: 1) {
                    values += value
                } else {
                    throw .malformed(excerpt(token.startIndex..<token.endIndex), index: values.count)
                }
            }
            return values
        }
    }

    /// The whole numbers of a list of probably `count`, divided by spaces.
    ///
    /// - Throws: ``NumberFault``.
    func integers(_ range: Range<Int>, expecting count: Int) throws(NumberFault) -> [Int32] {
        if let plain = plainIntegers(range, expecting: count) { return plain }
        return try numbers(range, expecting: count) { _, number in number.integer.flatMap { Int32(exactly: $0) } }
    }

    /// The 32-bit words of a list, divided by spaces.
    ///
    /// - Throws: ``NumberFault``.
    func words(_ range: Range<Int>) throws(NumberFault) -> [UInt32] {
        try numbers(range, expecting: 0) { _, number in number.integer.flatMap { UInt32(exactly: $0) } }
    }

    @inline(__always)
    private func numbers<Value>(
        _ range: Range<Int>, expecting count: Int, _ convert: (Span<UInt8>, DecimalNumber) -> Value?
    ) throws(NumberFault) -> [Value] {
        var values: [Value] = []
        // A number takes two bytes at least.
        values.reserveCapacity(max(0, min(count, (range.count + 1) / 2)))
        let bytes = bytes.span
        var position = range.lowerBound
        while position < range.upperBound {
            if bytes[position] == UInt8(ascii: " ") {
                position += 1
                continue
            }
            guard let number = try? DecimalNumber(bytes, at: position), number.end <= range.upperBound,
                number.end == range.upperBound || bytes[number.end] == UInt8(ascii: " "),
                let value = convert(bytes, number)
            else { throw .malformed(token(at: position, in: range), index: values.count) }
            values.append(value)
            position = number.end
        }
        return values
    }

    /// Up to `count` whole numbers of up to seven digits with one space between them; nil when the list is another one.
    private func plainIntegers(_ range: Range<Int>, expecting count: Int) -> [Int32]? {
        guard count > 0, !range.isEmpty else { return nil }
        let bytes = bytes.span
        var values = [Int32](repeating: 0, count: min(count, (range.count + 1) / 2))
        var places = values.mutableSpan
        var position = range.lowerBound
        for index in places.indices {
            guard position < range.upperBound else { return nil }
            let isNegative = bytes[position] == UInt8(ascii: "-")
            if isNegative { position += 1 }
            guard let run = DigitRun(bytes, at: position), run.count > 0, run.count < 8 else { return nil }
            if run.count > 1, bytes[position] == UInt8(ascii: "0") { return nil }
            position += run.count
            let magnitude = Int32(truncatingIfNeeded: run.value)
            places[index] = isNegative ? -magnitude : magnitude
            guard position < range.upperBound else {
                return position == range.upperBound && index == places.count - 1 ? values : nil
            }
            guard bytes[position] == UInt8(ascii: " ") else { return nil }
            position += 1
        }
        return nil
    }

    /// The text of a range for an error; dots stand for the end of a long one.
    func excerpt(_ range: Range<Int>) -> String {
        let text = String(decoding: bytes[range].prefix(Self.longestExcerpt), as: UTF8.self)
        return range.count > Self.longestExcerpt ? text + "..." : text
    }

    /// Longer than any number of a type that is read.
    private static let longestExcerpt = 40

    private func token(at start: Int, in range: Range<Int>) -> String {
        let token = bytes[start..<range.upperBound].prefix { $0 != UInt8(ascii: " ") }
        return excerpt(token.startIndex..<token.endIndex)
    }
}
