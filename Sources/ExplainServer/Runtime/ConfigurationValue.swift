/// Reads the values of settings, strictly: no sign, no blank, nothing after the number.
enum ConfigurationValue {
    private static let units: [(suffix: String, bytes: Int)] = [
        ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1),
    ]

    /// A whole number from 0.
    static func integer(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// A number of bytes, such as `65536`, `64KiB`, `8MiB` or `1GiB`.
    static func bytes(_ text: String) -> Int? {
        for (suffix, scale) in units where text.hasSuffix(suffix) {
            guard let number = integer(text.dropLast(suffix.count)) else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: scale)
            return overflow ? nil : product
        }
        return integer(text)
    }

    /// The shortest form that ``bytes(_:)`` reads back.
    static func bytesText(_ count: Int) -> String {
        for (suffix, scale) in units.dropLast() where count >= scale && count.isMultiple(of: scale) {
            return "\(count / scale)\(suffix)"
        }
        return String(count)
    }

    /// `true`, `1`, `false` or `0`.
    static func bool(_ text: String) -> Bool? {
        switch text {
        case "true", "1": true
        case "false", "0": false
        default: nil
        }
    }
}
