extension JSONReader.Frame {
    /// Adds a key; false when it was there before.
    ///
    /// - Complexity: O(length of the key) on average, whatever keys a caller chooses.
    mutating func insert(_ key: String, mark: UInt64) -> Bool {
        let isNew = marks & mark == 0 || !contains(key)
        marks |= mark
        keys.append(key)
        return isNew
    }

    private mutating func contains(_ key: String) -> Bool {
        if keys.count <= 24 { return keys.contains(key) }
        // All keys so far are different, so that the set's size says which of them it has.
        for index in manyKeys.count..<keys.count { manyKeys.insert(keys[index]) }
        return manyKeys.contains(key)
    }
}

extension JSONReader {
    /// One of 64 bits that depends on the key between the quotes; all of them when equal keys may be written otherwise.
    ///
    /// Escapes are other ways to write a key, and beyond ASCII equal strings may have different scalars.
    static func mark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        var hash: UInt64 = 0
        for index in range {
            let byte = bytes[index]
            if byte >= 0x80 || byte == UInt8(ascii: "\\") { return .max }
            hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
        }
        return 1 << (hash >> 58)
    }
}
