/// Percent-encoding (RFC 3986, 2.1).
enum PercentEncoding {
    /// Decodes text once.
    ///
    /// - Parameters:
    ///   - text: bytes of a path, or a name or a value of a query.
    ///   - plusIsSpace: whether `+` stands for a space, as in the queries that forms send.
    /// - Returns: nil where an escape is cut or not hexadecimal, stands for NUL, or the result is not UTF-8.
    static func decode(_ text: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            if byte == ASCII.percent {
                guard let high = rest.next().flatMap(ASCII.hexadecimal),
                    let low = rest.next().flatMap(ASCII.hexadecimal),
                    high | low != 0
                else { return nil }
                bytes.append(high << 4 | low)
            } else if byte == 0x2B, plusIsSpace {
                bytes.append(ASCII.space)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Whether every escape is two hexadecimal digits and none stands for NUL.
    static func isWellFormed(_ text: some Collection<UInt8>) -> Bool {
        var rest = text.makeIterator()
        while let byte = rest.next() {
            guard byte == ASCII.percent else { continue }
            guard let high = rest.next().flatMap(ASCII.hexadecimal), let low = rest.next().flatMap(ASCII.hexadecimal),
                high | low != 0
            else { return false }
        }
        return true
    }
}
