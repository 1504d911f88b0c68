/// Numbers in text, in the decimal grammar only: Swift's own initialisers also take `nan`, `inf`, `0x10` and `+1`.
enum StrictNumber {
    /// A decimal number with optional fraction and exponent, rounded once to float32; infinite when too large.
    static func float(_ text: some StringProtocol) -> Float? {
        var rest = Substring(text).utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        guard let first = rest.first, isDigit(first) else { return nil }
        guard rest.allSatisfy({ isDigit($0) || ".eE+-".utf8.contains($0) }) else { return nil }
        return Float(text)
    }

    /// A decimal number with optional fraction and exponent; infinite when too large.
    static func double(_ text: some StringProtocol) -> Double? { float(text) == nil ? nil : Double(text) }

    /// A whole number from 0 on.
    static func count(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
