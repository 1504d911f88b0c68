/// The name of a version folder: whole numbers with dots between them, compared number by number.
struct VersionNumber: Comparable {
    /// The folder's name.
    let text: String
    private let parts: [Int]

    /// Reads a name; nil when it is no version.
    init?(_ text: String) {
        var parts: [Int] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let number = ConfigurationValue.integer(part) else { return nil }
            parts.append(number)
        }
        self.text = text
        self.parts = parts
    }

    static func < (left: VersionNumber, right: VersionNumber) -> Bool {
        left.parts == right.parts ? left.text < right.text : left.parts.lexicographicallyPrecedes(right.parts)
    }

    static func == (left: VersionNumber, right: VersionNumber) -> Bool { left.text == right.text }
}
