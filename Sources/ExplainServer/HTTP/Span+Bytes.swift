extension Span where Element == UInt8 {
    /// Whether the bytes of a range are those of an upper- or lower-case literal, exactly.
    @inline(__always)
    func equals(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        // SAFETY: the literal has as many bytes as the range, so that no offset passes its end.
        let bytes = unsafe literal.utf8Start
        for offset in 0..<range.count where unsafe self[range.lowerBound + offset] != bytes[offset] { return false }
        return true
    }

    /// Whether the bytes of a range are those of a lower-case literal, without regard to case.
    @inline(__always)
    func equalsIgnoringCase(_ range: Range<Int>, _ literal: StaticString) -> Bool {
        guard range.count == literal.utf8CodeUnitCount else { return false }
        // SAFETY: the literal has as many bytes as the range, so that no offset passes its end.
        let bytes = unsafe literal.utf8Start
        for offset in 0..<range.count
        where unsafe ASCII.lowercased(self[range.lowerBound + offset]) != bytes[offset] { return false }
        return true
    }

    /// The range without the optional whitespace at its ends.
    @inline(__always)
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end, ASCII.isWhitespace(self[start]) { start += 1 }
        while end > start, ASCII.isWhitespace(self[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The index of the first byte of that value in a range, or its end.
    @inline(__always)
    func index(of byte: UInt8, in range: Range<Int>) -> Int {
        var index = range.lowerBound
        while index < range.upperBound, self[index] != byte { index += 1 }
        return index
    }

    /// The bytes of a range as text; what is not UTF-8 becomes U+FFFD.
    func text(_ range: Range<Int>) -> String {
        // SAFETY: `extracting` checks the range, and the pointer is not used after the closure.
        unsafe extracting(range).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Calls a function with each element of a comma-separated list, trimmed; empty elements are skipped.
    @inline(__always)
    func forEachListElement<Failure>(_ range: Range<Int>, _ body: (Range<Int>) throws(Failure) -> Void) throws(Failure)
    {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = index(of: ASCII.comma, in: start..<range.upperBound)
            let element = trimmed(start..<end)
            if !element.isEmpty { try body(element) }
            start = end + 1
        }
    }
}

extension [UInt8] {
    /// Appends a range of bytes.
    mutating func append(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) {
        // SAFETY: `extracting` checks the range, and the pointer is not used after the closure.
        unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
