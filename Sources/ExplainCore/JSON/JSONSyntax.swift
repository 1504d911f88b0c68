/// Questions about the bytes at one place of a document.
enum JSONSyntax {
    /// Whether `byte` may stand between values.
    @inline(__always)
    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09)
    }

    /// Moves `position` to the next byte that is no whitespace.
    @inline(__always)
    static func skipWhitespace(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count, isWhitespace(bytes[position]) { position += 1 }
    }

    /// Whether the bytes from `offset` on are those of `word`.
    static func startsWith(_ word: StaticString, _ bytes: Span<UInt8>, at offset: Int) -> Bool {
        guard bytes.count - offset >= word.utf8CodeUnitCount else { return false }
        // SAFETY: the buffer of a static string lives as long as the process, and is read within its count.
        return word.withUTF8Buffer { expected in
            for index in 0..<expected.count where unsafe expected[index] != bytes[offset + index] { return false }
            return true
        }
    }

    /// What a value that begins with `byte` is.
    static func kind(of byte: UInt8, allowsBareNaN: Bool) -> JSONKind? {
        switch byte {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "N"), UInt8(ascii: "I"): allowsBareNaN ? .number : nil
        default: nil
        }
    }

    /// Why what stands at `offset` is not a value of the wanted kind.
    static func mismatch(
        _ expected: JSONKind, _ bytes: Span<UInt8>, at offset: Int, allowsBareNaN: Bool
    ) -> JSONError.Reason {
        guard offset < bytes.count else { return .unexpectedEnd }
        let kind = kind(of: bytes[offset], allowsBareNaN: allowsBareNaN)
        let isValue =
            switch bytes[offset] {
            case UInt8(ascii: "t"): startsWith("true", bytes, at: offset)
            case UInt8(ascii: "f"): startsWith("false", bytes, at: offset)
            case UInt8(ascii: "n"): startsWith("null", bytes, at: offset)
            default: true
            }
        if let kind, isValue, kind != expected { return .wrongKind(kind, expected: expected) }
        return unexpected("a value", bytes, at: offset)
    }

    /// Why what stands at `offset` cannot stand there.
    static func unexpected(_ expected: String, _ bytes: Span<UInt8>, at offset: Int) -> JSONError.Reason {
        guard offset < bytes.count else { return .unexpectedEnd }
        let isConstant = startsWith("NaN", bytes, at: offset) || startsWith("Infinity", bytes, at: offset)
        return isConstant ? .bareNaN : .unexpectedByte(bytes[offset], expected: expected)
    }
}
