/// Unsafe code says why it is safe.
///
/// A `// SAFETY:` line covers what follows it at its own indentation up to the next blank line there, with all that is
/// nested inside: above a type the type, above a function the function, above a statement its paragraph.
enum SafetyRule {
    private static let remedy =
        "say why this is safe in a `// SAFETY:` line above the statement, the function or the type it stands in"

    /// The first uncovered line of each paragraph.
    static func findings(_ file: SourceFile) -> [TidyFinding] {
        let covered = coveredLines(file)
        var isReported = false
        return file.code.enumerated().compactMap { index, line in
            if SourceFile.indentation(of: line) == nil { isReported = false }
            guard isUnsafe(line), !covered[index], !isReported else { return nil }
            isReported = true
            return file.finding(at: index, remedy)
        }
    }

    /// Whether a line of code leaves the checked part of the language.
    ///
    /// Strict memory safety makes the compiler ask for `unsafe` at every use of an unsafe pointer or function, so types
    /// need not be looked for.
    static func isUnsafe(_ line: String) -> Bool {
        let words = SourceFile.words(of: line)
        return words.contains("unsafe") || words.contains("unchecked") || line.contains("@safe ")
    }

    private static func coveredLines(_ file: SourceFile) -> [Bool] {
        var covered = [Bool](repeating: false, count: file.lines.count)
        for (index, line) in file.lines.enumerated() {
            guard let indentation = SourceFile.indentation(of: line) else { continue }
            guard line.dropFirst(indentation).hasPrefix("// SAFETY:") else { continue }
            for inner in scope(of: index, indentation, in: file.lines) { covered[inner] = true }
        }
        return covered
    }

    private static func scope(of start: Int, _ indentation: Int, in lines: [String]) -> Range<Int> {
        var wasBlank = false
        for index in (start + 1)..<max(start + 1, lines.count) {
            guard let depth = SourceFile.indentation(of: lines[index]) else {
                wasBlank = true
                continue
            }
            if depth < indentation || (depth == indentation && wasBlank) { return start..<index }
            wasBlank = false
        }
        return start..<lines.count
    }
}
