extension JSONReader {
    /// Reads a string.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or not valid.
    public mutating func readString() throws(JSONError) -> String {
        guard try valueStart() == UInt8(ascii: "\"") else { throw mismatch(.string) }
        return try string()
    }

    /// Reads a number as the nearest double.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or beyond the largest double.
    public mutating func readDouble() throws(JSONError) -> Double { try scalar() }

    /// Reads a number as the nearest float, rounded once from the decimal text.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or beyond the largest float.
    public mutating func readFloat() throws(JSONError) -> Float { try scalar() }

    /// Reads a whole number without fraction or exponent.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or does not fit.
    public mutating func readInt() throws(JSONError) -> Int { try scalar() }

    /// Reads a number with its exact value where it is a whole one.
    ///
    /// - Throws: ``JSONError`` when the next value is none, or beyond the largest double.
    public mutating func readNumber() throws(JSONError) -> JSONNumber { try scalar() }

    /// Reads a number, or `null` as nil.
    ///
    /// - Throws: ``JSONError`` when the next value is neither.
    public mutating func readDoubleOrNull() throws(JSONError) -> Double? {
        if try valueStart() == UInt8(ascii: "n") {
            try readNull()
            return nil
        }
        return try scalar()
    }

    /// Reads `true` or `false`.
    ///
    /// - Throws: ``JSONError`` when the next value is neither.
    public mutating func readBool() throws(JSONError) -> Bool {
        _ = try valueStart()
        let isTrue = JSONSyntax.startsWith("true", bytes.span, at: position)
        guard isTrue || JSONSyntax.startsWith("false", bytes.span, at: position) else { throw mismatch(.bool) }
        position += isTrue ? 4 : 5
        return isTrue
    }

    /// Reads `null`.
    ///
    /// - Throws: ``JSONError`` when the next value is another.
    public mutating func readNull() throws(JSONError) {
        _ = try valueStart()
        guard JSONSyntax.startsWith("null", bytes.span, at: position) else { throw mismatch(.null) }
        position += 4
    }

    @inline(__always)
    private mutating func scalar<Scalar: JSONScalar>() throws(JSONError) -> Scalar {
        _ = try valueStart()
        var cursor = position
        do throws(JSONFault) {
            let value = try Scalar.scan(bytes.span, &cursor, allowsBareNaN: options.allowsBareNaN)
            position = cursor
            return value
        } catch { throw self.error(error) }
    }
}
