/// Bytes by name, and the character classes of the HTTP grammar.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let hash: UInt8 = 0x23
    static let percent: UInt8 = 0x25
    static let comma: UInt8 = 0x2C
    static let slash: UInt8 = 0x2F
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let question: UInt8 = 0x3F
    static let delete: UInt8 = 0x7F

    /// The token characters (RFC 9110, 5.6.2) below 64, one bit each.
    private static let lowTokens: UInt64 = 0x03FF_6CFA_0000_0000
    /// The token characters from 64 to 127, one bit each.
    private static let highTokens: UInt64 = 0x57FF_FFFF_C7FF_FFFE

    /// Whether a byte may stand in a token, such as a method or a field name.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        let bits = byte < 64 ? lowTokens : highTokens
        return (bits &>> UInt64(byte & 63)) & 1 == 1
    }

    /// Whether a byte may stand in a field value: anything but a control character; the tab is allowed.
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool { (byte >= space || byte == tab) && byte != delete }

    /// Whether a byte is optional whitespace: a space or a tab.
    @inline(__always)
    static func isWhitespace(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    /// Whether a byte is a decimal digit.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The byte with an upper-case letter made lower-case.
    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The value of a hexadecimal digit, or nil.
    @inline(__always)
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let letter = byte | 0x20
        return letter >= 0x61 && letter <= 0x66 ? letter &- 0x57 : nil
    }
}
