#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The lines of a LightGBM file, ended by LF or CRLF, and the numbers in them.
struct LightGBMLines: ~Copyable {
    let bytes: [UInt8]
    private var position = 0
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
    func starts(_ range: Range<Int>, with prefix: String) -> Bool { bytes[range].starts(with: prefix.utf8) }

    /// The key and the value of a line, which its first `=` parts; nil without one.
    func member(_ line: Range<Int>) -> (key: String, value: Range<Int>)? {
        guard let mark = bytes[line].firstIndex(of: UInt8(ascii: "=")) else { return nil }
        return (String(decoding: bytes[line.lowerBound..<mark], as: UTF8.self), (mark + 1)..<line.upperBound)
    }

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

    /// The numbers of a list, divided by spaces.
    ///
    /// - Throws: ``NumberFault``.
    func doubles(_ range: Range<Int>) throws(NumberFault) -> [Double] {
        try numbers(range) { bytes, number in
            let value = DecimalConversion.double(number, in: bytes)
            return value.isFinite ? value : nil
        }
    }

    /// The thresholds of a list, divided by spaces: where only missing values go to the right, `inf` is one.
    ///
    /// - Throws: ``NumberFault``.
    func thresholds(_ range: Range<Int>) throws(NumberFault) -> [Double] {
        do { return try doubles(range) } catch {
            var values: [Double] = []
            for token in bytes[range].split(separator: UInt8(ascii: " ")) {
                if token.elementsEqual("inf".utf8) {
                    values.append(.infinity)
                } else if token.elementsEqual("-inf".utf8) {
                    values.append(-.infinity)
                } else if let value = try? doubles(token.startIndex..<token.endIndex) {
                    values += value
                } else {
                    throw .malformed(String(decoding: token.prefix(32), as: UTF8.self), index: values.count)
                }
            }
            return values
        }
    }

    /// The whole numbers of a list, divided by spaces.
    ///
    /// - Throws: ``NumberFault``.
    func integers(_ range: Range<Int>) throws(NumberFault) -> [Int32] {
        try numbers(range) { _, number in number.integer.flatMap { Int32(exactly: $0) } }
    }

    /// The 32-bit words of a list, divided by spaces.
    ///
    /// - Throws: ``NumberFault``.
    func words(_ range: Range<Int>) throws(NumberFault) -> [UInt32] {
        try numbers(range) { _, number in number.integer.flatMap { UInt32(exactly: $0) } }
    }

    @inline(__always)
    private func numbers<Value>(
        _ range: Range<Int>, _ convert: (Span<UInt8>, DecimalNumber) -> Value?
    ) throws(NumberFault) -> [Value] {
        var values: [Value] = []
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

    private func token(at start: Int, in range: Range<Int>) -> String {
        let token = bytes[start..<range.upperBound].prefix { $0 != UInt8(ascii: " ") }.prefix(32)
        return String(decoding: token, as: UTF8.self)
    }
}
