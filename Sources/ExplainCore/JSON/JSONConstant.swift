/// The bare tokens `NaN`, `Infinity` and `-Infinity`, which are not JSON but occur in model files.
enum JSONConstant {
    /// Reads a constant at `position`; nil, without moving, when a number of digits starts there.
    ///
    /// - Throws: ``JSONFault`` when neither starts there, or constants are not allowed.
    @inline(__always)
    static func scan(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> Double? {
        guard position < bytes.count else { throw JSONFault(offset: position, reason: .unexpectedEnd) }
        if bytes[position] &- UInt8(ascii: "0") <= 9 { return nil }
        if bytes[position] == UInt8(ascii: "-"), position + 1 < bytes.count, bytes[position + 1] != UInt8(ascii: "I") {
            return nil
        }
        return try scanWord(bytes, &position, allowsBareNaN: allowsBareNaN)
    }

    @inline(never)
    private static func scanWord(
        _ bytes: Span<UInt8>, _ position: inout Int, allowsBareNaN: Bool
    ) throws(JSONFault) -> Double? {
        let constants: [(word: StaticString, value: Double)] = [
            ("NaN", .nan), ("Infinity", .infinity), ("-Infinity", -.infinity),
        ]
        for (word, value) in constants where JSONSyntax.startsWith(word, bytes, at: position) {
            guard allowsBareNaN else { throw JSONFault(offset: position, reason: .bareNaN) }
            position += word.utf8CodeUnitCount
            return value
        }
        if bytes[position] == UInt8(ascii: "-") { return nil }
        throw JSONFault(
            offset: position,
            reason: JSONSyntax.mismatch(.number, bytes, at: position, allowsBareNaN: allowsBareNaN))
    }
}
