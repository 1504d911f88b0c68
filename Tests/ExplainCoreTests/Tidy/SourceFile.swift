/// One text file of the repository, as lines and, for Swift, as lines of code alone.
struct SourceFile: Sendable {
    /// The path from the top of the repository.
    let path: String

    /// The text, line by line.
    let lines: [String]

    /// The lines with comments and the contents of string literals blanked; the same count and indentation.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard path.hasSuffix(".swift") else {
            code = lines
            return
        }
        var mask = SourceMask()
        code = mask.masked(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The target the file belongs to: the second component of its path.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// Whether the file is built into something that is shipped or measured.
    var isShipped: Bool { path.hasPrefix("Sources/") || path.hasPrefix("Benchmarks/") }

    /// A finding at `index`, counted from 0.
    func finding(at index: Int, _ remedy: String) -> TidyFinding {
        TidyFinding(path: path, line: index + 1, remedy: remedy)
    }

    /// The number of leading spaces of a line; nil for a blank one.
    static func indentation(of line: String) -> Int? {
        let count = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
        return count == line.utf8.count ? nil : count
    }

    /// The identifiers of a line of code.
    static func words(of line: String) -> [Substring] {
        line.utf8.split { !isWordByte($0) }.compactMap(Substring.init)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z") || byte == UInt8(ascii: "_")
            || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= 0x80
    }
}
