/// The header fields of a request: in order, and looked up without regard to case.
///
/// The bytes of the head are kept as they came, in one buffer; a name or a value becomes a string when it is asked for.
struct HTTPFields: Sendable {
    /// Where one field lies in the bytes.
    struct Entry: Sendable, Equatable {
        /// The first byte of the name.
        var nameStart: UInt32
        /// The byte after the name.
        var nameEnd: UInt32
        /// The first byte of the value.
        var valueStart: UInt32
        /// The byte after the value.
        var valueEnd: UInt32
    }

    private let bytes: [UInt8]
    private let entries: [Entry]

    /// Takes the bytes of a parsed head and the places of the fields in it.
    init(bytes: [UInt8], entries: [Entry]) {
        self.bytes = bytes
        self.entries = entries
    }

    /// Creates fields from names and values.
    init(_ fields: [(name: String, value: String)] = []) {
        var bytes: [UInt8] = []
        var entries: [Entry] = []
        for field in fields {
            let nameStart = bytes.count
            bytes += field.name.utf8
            let valueStart = bytes.count
            bytes += field.value.utf8
            entries.append(
                Entry(
                    nameStart: UInt32(nameStart), nameEnd: UInt32(valueStart), valueStart: UInt32(valueStart),
                    valueEnd: UInt32(bytes.count)))
        }
        self.init(bytes: bytes, entries: entries)
    }

    /// The number of fields.
    var count: Int { entries.count }

    /// The name of the field at an index, as it was sent.
    func name(at index: Int) -> String { text(entries[index].nameStart, entries[index].nameEnd) }

    /// The value of the field at an index, without the whitespace around it.
    ///
    /// Bytes that are not UTF-8 become U+FFFD.
    func value(at index: Int) -> String { text(entries[index].valueStart, entries[index].valueEnd) }

    /// The first value of a field, or nil where there is none.
    ///
    /// - Complexity: O(`count`).
    subscript(name: String) -> String? {
        for entry in entries where matches(entry, name) { return text(entry.valueStart, entry.valueEnd) }
        return nil
    }

    /// All values of a field, in order.
    func values(of name: String) -> [String] {
        entries.filter { matches($0, name) }.map { text($0.valueStart, $0.valueEnd) }
    }

    /// Whether there is a field of that name.
    func contains(_ name: String) -> Bool { entries.contains { matches($0, name) } }

    private func text(_ start: UInt32, _ end: UInt32) -> String {
        String(decoding: bytes[Int(start)..<Int(end)], as: UTF8.self)
    }

    private func matches(_ entry: Entry, _ name: String) -> Bool {
        guard Int(entry.nameEnd - entry.nameStart) == name.utf8.count else { return false }
        var index = Int(entry.nameStart)
        for byte in name.utf8 {
            guard ASCII.lowercased(bytes[index]) == ASCII.lowercased(byte) else { return false }
            index += 1
        }
        return true
    }
}
