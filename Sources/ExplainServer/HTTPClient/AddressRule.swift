/// Which addresses a model server may have.
///
/// The operator names the server, so that private addresses are fine. What no model server has, and a forged name may
/// lead to, is refused: link-local addresses, where clouds keep their instances' credentials, and what is no single host.
enum AddressRule {
    /// Whether an IPv4 or IPv6 address, 4 or 16 bytes in network order, may be connected to.
    static func allows(_ bytes: [UInt8]) -> Bool {
        switch bytes.count {
        case 4: allowsVersion4(bytes)
        case 16: embeddedVersion4(bytes).map(allowsVersion4) ?? allowsVersion6(bytes)
        default: false
        }
    }

    private static func allowsVersion4(_ bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1]) {
        case (0, _): false
        case (169, 254): false
        case (224..., _): false
        default: true
        }
    }

    private static func allowsVersion6(_ bytes: [UInt8]) -> Bool {
        if bytes[..<15].allSatisfy({ $0 == 0 }) { return bytes[15] == 1 }
        if bytes[0] == 0xFE, bytes[1] & 0xC0 == 0x80 { return false }
        if bytes[0] == 0xFF { return false }
        // The metadata service of one cloud has a unique-local address.
        return bytes != [0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54]
    }

    /// The IPv4 address inside a mapped or compatible (RFC 4291), translated (RFC 6052, RFC 8215) or 6to4 (RFC 3056) address.
    private static func embeddedVersion4(_ bytes: [UInt8]) -> [UInt8]? {
        let zeros = bytes[..<10].allSatisfy { $0 == 0 }
        if zeros, bytes[10] == 0xFF, bytes[11] == 0xFF { return Array(bytes[12...]) }
        let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        let translatedLocally: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 1]
        if Array(bytes[..<12]) == translated || Array(bytes[..<6]) == translatedLocally { return Array(bytes[12...]) }
        // ::1 and :: are of this form, and are no IPv4 addresses.
        if zeros, bytes[10] == 0, bytes[11] == 0, bytes[12] != 0 { return Array(bytes[12...]) }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return Array(bytes[2..<6]) }
        return nil
    }
}
