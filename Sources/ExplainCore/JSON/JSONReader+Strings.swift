extension JSONReader {
    /// Reads the string whose opening quote stands at the current position.
    mutating func string() throws(JSONError) -> String {
        let start = position + 1
        var cursor = start
        do throws(JSONFault) {
            try Self.skipText(bytes.span, &cursor)
            let text: String
            if bytes[cursor] == UInt8(ascii: "\"") {
                text = String(decoding: bytes[start..<cursor], as: UTF8.self)
            } else {
                text = try Self.unescaped(bytes.span, from: start, &cursor)
            }
            guard text.utf8.count <= options.maximumStringBytes else {
                throw JSONFault(offset: start - 1, reason: .stringTooLong(limit: options.maximumStringBytes))
            }
            position = cursor + 1
            return text
        } catch { throw self.error(error) }
    }

    /// Moves `cursor` to the next quote or backslash; checks what lies between.
    private static func skipText(_ bytes: Span<UInt8>, _ cursor: inout Int) throws(JSONFault) {
        while cursor < bytes.count {
            let byte = bytes[cursor]
            if byte >= 0x80 {
                cursor = try scalarEnd(bytes, cursor)
                continue
            }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            if byte < 0x20 { throw JSONFault(offset: cursor, reason: .controlCharacter(byte)) }
            cursor += 1
        }
        throw JSONFault(offset: cursor, reason: .unexpectedEnd)
    }

    /// Where the multi-byte sequence at `start` ends (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
    private static func scalarEnd(_ bytes: Span<UInt8>, _ start: Int) throws(JSONFault) -> Int {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[start] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONFault(offset: start, reason: .invalidUTF8)
        }
        guard start + length <= bytes.count, second ~= bytes[start + 1] else {
            throw JSONFault(offset: start, reason: .invalidUTF8)
        }
        for index in (start + 2)..<(start + length) where bytes[index] & 0xC0 != 0x80 {
            throw JSONFault(offset: start, reason: .invalidUTF8)
        }
        return start + length
    }

    /// The text from `start` on, whose first escape stands at `cursor`; `cursor` moves to the closing quote.
    private static func unescaped(
        _ bytes: Span<UInt8>, from start: Int, _ cursor: inout Int
    ) throws(JSONFault) -> String {
        var text: [UInt8] = []
        var run = start
        while true {
            for index in run..<cursor { text.append(bytes[index]) }
            if bytes[cursor] == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
            try appendEscape(bytes, &cursor, to: &text)
            run = cursor
            try skipText(bytes, &cursor)
        }
    }

    /// Appends what the escape at `cursor` stands for, and moves behind it.
    private static func appendEscape(
        _ bytes: Span<UInt8>, _ cursor: inout Int, to text: inout [UInt8]
    ) throws(JSONFault) {
        guard cursor + 1 < bytes.count else { throw JSONFault(offset: bytes.count, reason: .unexpectedEnd) }
        let simple: UInt8
        switch bytes[cursor + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): simple = bytes[cursor + 1]
        case UInt8(ascii: "b"): simple = 0x08
        case UInt8(ascii: "f"): simple = 0x0C
        case UInt8(ascii: "n"): simple = 0x0A
        case UInt8(ascii: "r"): simple = 0x0D
        case UInt8(ascii: "t"): simple = 0x09
        case UInt8(ascii: "u"):
            text.append(contentsOf: Array(String(try unicodeEscape(bytes, &cursor)).utf8))
            return
        default: throw JSONFault(offset: cursor, reason: .invalidEscape)
        }
        text.append(simple)
        cursor += 2
    }

    /// The character of the `\uXXXX` at `cursor`, or of a pair of them; `cursor` moves behind.
    private static func unicodeEscape(_ bytes: Span<UInt8>, _ cursor: inout Int) throws(JSONFault) -> Character {
        let start = cursor
        var code = try codeUnit(bytes, at: cursor)
        cursor += 6
        if 0xD800...0xDBFF ~= code, cursor + 1 < bytes.count, bytes[cursor] == UInt8(ascii: "\\"),
            bytes[cursor + 1] == UInt8(ascii: "u")
        {
            let low = try codeUnit(bytes, at: cursor)
            guard 0xDC00...0xDFFF ~= low else { throw JSONFault(offset: start, reason: .unpairedSurrogate) }
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            cursor += 6
        }
        guard let scalar = Unicode.Scalar(code) else { throw JSONFault(offset: start, reason: .unpairedSurrogate) }
        return Character(scalar)
    }

    /// The four hexadecimal digits of the `\uXXXX` at `offset`.
    private static func codeUnit(_ bytes: Span<UInt8>, at offset: Int) throws(JSONFault) -> UInt32 {
        guard offset + 6 <= bytes.count else { throw JSONFault(offset: bytes.count, reason: .unexpectedEnd) }
        var code: UInt32 = 0
        for index in (offset + 2)..<(offset + 6) {
            guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else {
                throw JSONFault(offset: offset, reason: .invalidEscape)
            }
            code = code << 4 | UInt32(digit)
        }
        return code
    }
}
