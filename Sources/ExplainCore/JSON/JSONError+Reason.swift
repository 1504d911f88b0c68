extension JSONError {
    /// What is wrong with a document.
    public enum Reason: Sendable, Equatable {
        /// The document ends in the middle of a value.
        case unexpectedEnd
        /// This byte cannot stand here; the text says what could.
        case unexpectedByte(UInt8, expected: String)
        /// Something follows the document.
        case trailingContent
        /// A number breaks the grammar, such as `01`, `1.` or `+1`.
        case malformedNumber
        /// The bare token `NaN` or `Infinity`, which JSON does not have.
        case bareNaN
        /// A string holds an unescaped control character.
        case controlCharacter(UInt8)
        /// A backslash is followed by something that is no escape.
        case invalidEscape
        /// A `\u` escape names half of a surrogate pair.
        case unpairedSurrogate
        /// A string is not UTF-8.
        case invalidUTF8
        /// An object has this key twice.
        case duplicateKey(String)
        /// More than `limit` levels.
        case tooDeep(limit: Int)
        /// The document is longer than `limit` bytes.
        case tooLarge(limit: Int)
        /// A string is longer than `limit` bytes.
        case stringTooLong(limit: Int)
        /// A number is beyond what the wanted type holds.
        case numberOutOfRange
        /// A number has a fraction or an exponent where a whole number is wanted.
        case notAnInteger
        /// A value of another kind was wanted.
        case wrongKind(JSONKind, expected: JSONKind)
        /// A row has another number of elements than the others.
        case rowWidth(Int, expected: Int)
        /// A key that the document's form does not have.
        case unknownKey(String)
        /// A key that the document's form requires is absent.
        case missingKey(String)
        /// The value is well-formed and still not acceptable; the text says why.
        case unacceptable(String)
    }
}

extension JSONError.Reason {
    /// Whether the text is not JSON or exceeds a limit, rather than JSON of an unexpected shape.
    public var isMalformed: Bool {
        switch self {
        case .numberOutOfRange, .notAnInteger, .wrongKind, .rowWidth, .unknownKey, .missingKey, .unacceptable: false
        default: true
        }
    }

    /// The reason in words, without the place.
    public var text: String {
        switch self {
        case .unexpectedEnd: "the document ends in the middle of a value"
        case .unexpectedByte(let byte, let expected): "\(Self.name(of: byte)) where \(expected) is expected"
        case .trailingContent: "something follows the end of the document"
        case .malformedNumber: "not a JSON number"
        case .bareNaN: "NaN and Infinity are not JSON; write null for a missing value"
        case .controlCharacter(let byte): "\(Self.name(of: byte)) in a string must be escaped"
        case .invalidEscape: "not a JSON escape"
        case .unpairedSurrogate: "half of a surrogate pair"
        case .invalidUTF8: "not UTF-8"
        case .duplicateKey(let key): "the key \"\(key.prefix(64))\" occurs twice"
        case .tooDeep(let limit): "more than \(limit) levels deep"
        case .tooLarge(let limit): "longer than \(limit) bytes"
        case .stringTooLong(let limit): "a string of more than \(limit) bytes"
        case .numberOutOfRange: "the number is out of range"
        case .notAnInteger: "not a whole number"
        case .wrongKind(let kind, let expected): "\(kind.phrase) where \(expected.phrase) is expected"
        case .rowWidth(let width, let expected): "a row of \(width) where \(expected) are expected"
        case .unknownKey(let key): "unknown key \"\(key.prefix(64))\""
        case .missingKey(let key): "the key \"\(key.prefix(64))\" is missing"
        case .unacceptable(let text): text
        }
    }

    private static func name(of byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F { return "'\(Character(UnicodeScalar(byte)))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (digits.count < 2 ? "0" : "") + digits
    }
}
