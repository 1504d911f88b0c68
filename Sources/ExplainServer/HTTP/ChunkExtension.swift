/// Checks the extensions of a chunk against their grammar (RFC 9112, 7.1.1), byte by byte; what they say is dropped.
///
/// `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`
struct ChunkExtension {
    private enum Place {
        case size
        case beforeSemicolon
        case beforeName
        case name
        case afterName
        case beforeValue
        case token
        case quoted
        case escaped
        case afterValue
    }

    private var place = Place.size

    /// Whether the line may end here.
    var isComplete: Bool {
        switch place {
        case .size, .name, .token, .afterValue: true
        case .beforeSemicolon, .beforeName, .afterName, .beforeValue, .quoted, .escaped: false
        }
    }

    /// Takes one byte of the line after the size.
    ///
    /// - Returns: false where the grammar does not allow it.
    mutating func take(_ byte: UInt8) -> Bool {
        switch place {
        case .size, .beforeSemicolon, .afterValue: takeBetween(byte)
        case .beforeName: takeStart(byte, of: .name, before: .beforeName)
        case .name, .afterName: takeName(byte)
        case .beforeValue: takeValueStart(byte)
        case .token: ASCII.isToken(byte) || takeBetween(byte)
        case .quoted: takeQuoted(byte)
        case .escaped: move(to: .quoted, if: ASCII.isFieldValue(byte))
        }
    }

    private mutating func takeBetween(_ byte: UInt8) -> Bool {
        byte == ASCII.semicolon ? move(to: .beforeName) : move(to: .beforeSemicolon, if: ASCII.isWhitespace(byte))
    }

    private mutating func takeStart(_ byte: UInt8, of inner: Place, before outer: Place) -> Bool {
        ASCII.isWhitespace(byte) ? move(to: outer) : move(to: inner, if: ASCII.isToken(byte))
    }

    private mutating func takeName(_ byte: UInt8) -> Bool {
        if place == .name, ASCII.isToken(byte) { return true }
        if byte == 0x3D { return move(to: .beforeValue) }
        if byte == ASCII.semicolon { return move(to: .beforeName) }
        return move(to: .afterName, if: ASCII.isWhitespace(byte))
    }

    private mutating func takeValueStart(_ byte: UInt8) -> Bool {
        byte == 0x22 ? move(to: .quoted) : takeStart(byte, of: .token, before: .beforeValue)
    }

    private mutating func takeQuoted(_ byte: UInt8) -> Bool {
        if byte == 0x22 { return move(to: .afterValue) }
        if byte == 0x5C { return move(to: .escaped) }
        return ASCII.isFieldValue(byte)
    }

    private mutating func move(to next: Place, if condition: Bool = true) -> Bool {
        if condition { place = next }
        return condition
    }
}
