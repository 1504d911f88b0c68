/// The grammar of `Host` and of the authority of an absolute target (RFC 9110, 7.2; RFC 3986, 3.2).
enum HostName {
    /// Unreserved characters, `%` and sub-delimiters but the comma, below 64, one bit each.
    private static let lowCharacters: UInt64 = 0x2BFF_6FF2_0000_0000
    /// The same from 64 to 127.
    private static let highCharacters: UInt64 = 0x47FF_FFFE_87FF_FFFE

    /// Whether a range is `host [":" port]`, without user information; an empty host is well-formed.
    static func isWellFormed(_ input: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        if index < range.upperBound, input[index] == 0x5B {
            index += 1
            let start = index
            while index < range.upperBound, isAddressLiteral(input[index]) { index += 1 }
            guard index > start, index < range.upperBound, input[index] == 0x5D else { return false }
            index += 1
        } else {
            while index < range.upperBound, isRegisteredName(input[index]) { index += 1 }
        }
        guard index < range.upperBound else { return true }
        guard input[index] == ASCII.colon else { return false }
        index += 1
        while index < range.upperBound, ASCII.isDigit(input[index]) { index += 1 }
        return index == range.upperBound
    }

    private static func isAddressLiteral(_ byte: UInt8) -> Bool { byte == ASCII.colon || isRegisteredName(byte) }

    private static func isRegisteredName(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        let bits = byte < 64 ? lowCharacters : highCharacters
        return (bits &>> UInt64(byte & 63)) & 1 == 1
    }
}
