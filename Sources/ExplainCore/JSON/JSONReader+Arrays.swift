extension JSONReader {
    /// Reads an array of numbers into contiguous storage.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or an element is no finite double.
    public mutating func readDoubles() throws(JSONError) -> [Double] {
        var elements: [Double] = []
        try appendElements(to: &elements)
        return elements
    }

    /// Reads an array of numbers as floats, each rounded once from its decimal text.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or an element is no finite float.
    public mutating func readFloats() throws(JSONError) -> [Float] { try readFloats(expecting: 0) }

    /// As ``readFloats()``, for probably `count` numbers.
    mutating func readFloats(expecting count: Int) throws(JSONError) -> [Float] {
        var elements: [Float] = []
        // A number takes two bytes at least.
        elements.reserveCapacity(min(count, (bytes.count - position) / 2))
        try appendElements(to: &elements)
        return elements
    }

    /// Reads an array of whole numbers.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or an element is no integer that fits.
    public mutating func readInts() throws(JSONError) -> [Int] {
        var elements: [Int] = []
        try appendElements(to: &elements)
        return elements
    }

    /// Reads an array of rows of numbers into one contiguous block.
    ///
    /// `columns` is the width every row must have; nil takes the first row's. With `nullAsNaN`, `null` is read as NaN.
    ///
    /// - Throws: ``JSONError`` when the next value is no such array, or the rows differ in width.
    public mutating func readMatrix(columns: Int?, nullAsNaN: Bool) throws(JSONError) -> Matrix {
        var storage: [Double] = []
        var width = columns
        var rows = 0
        try beginArray()
        while try nextElement() {
            let start = storage.count
            try appendElements(to: &storage, null: nullAsNaN ? .nan : nil)
            let count = storage.count - start
            if let width, count != width { throw error(.rowWidth(count, expected: width)) }
            width = count
            rows += 1
        }
        return Matrix(rows: rows, columns: width ?? 0, storage: storage)
    }

    /// Reads an array of numbers behind those already in `elements`; `null` is read as the value given for it, if any.
    @inline(__always)
    private mutating func appendElements<Scalar: JSONScalar>(
        to elements: inout [Scalar], null: Scalar? = nil
    ) throws(JSONError) {
        guard try valueStart() == UInt8(ascii: "[") else { throw mismatch(.array) }
        // The array is a level that never becomes a frame.
        guard frames.count < options.maximumDepth else { throw error(.tooDeep(limit: options.maximumDepth)) }
        let start = elements.count
        var cursor = position + 1
        do throws(JSONFault) {
            let span = bytes.span
            while try Self.step(span, &cursor, isFirst: elements.count == start) {
                if let null, cursor < span.count, span[cursor] == UInt8(ascii: "n"),
                    JSONSyntax.startsWith("null", span, at: cursor)
                {
                    elements.append(null)
                    cursor += 4
                } else {
                    elements.append(try Scalar.scan(span, &cursor, allowsBareNaN: options.allowsBareNaN))
                }
            }
        } catch {
            throw self.error(error, element: elements.count - start)
        }
        position = cursor
    }

    /// Steps over `[` or `,` to the next element, or over `]`: then false.
    @inline(__always)
    private static func step(_ bytes: Span<UInt8>, _ cursor: inout Int, isFirst: Bool) throws(JSONFault) -> Bool {
        JSONSyntax.skipWhitespace(bytes, &cursor)
        guard cursor < bytes.count else { throw JSONFault(offset: cursor, reason: .unexpectedEnd) }
        if bytes[cursor] == UInt8(ascii: "]") {
            cursor += 1
            return false
        }
        if isFirst { return true }
        guard bytes[cursor] == UInt8(ascii: ",") else {
            throw JSONFault(
                offset: cursor, reason: JSONSyntax.unexpected("',' or ']'", bytes, at: cursor))
        }
        cursor += 1
        JSONSyntax.skipWhitespace(bytes, &cursor)
        return true
    }
}
