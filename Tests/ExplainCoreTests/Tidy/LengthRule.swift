/// A file is one idea, a function one step.
enum LengthRule {
    static let fileLines = 400
    static let fileWarningLines = 300
    static let functionLines = 60

    static func fileFindings(_ file: SourceFile) -> [TidyFinding] {
        guard file.lines.count - 1 > fileLines else { return [] }
        return [file.finding(at: fileLines, "\(file.lines.count - 1) lines: split the file, \(fileLines) is the limit")]
    }

    static func fileWarnings(_ file: SourceFile) -> [TidyFinding] {
        guard file.lines.count - 1 > fileWarningLines, fileFindings(file).isEmpty else { return [] }
        return [file.finding(at: fileWarningLines, "\(file.lines.count - 1) lines: think of splitting the file")]
    }

    static func functionFindings(_ file: SourceFile) -> [TidyFinding] {
        file.code.enumerated().compactMap { index, line in
            guard declaresFunction(line), let indentation = SourceFile.indentation(of: line) else { return nil }
            let length = bodyLength(from: index, indentation, in: file.code)
            guard length > functionLines else { return nil }
            return file.finding(at: index, "\(length) lines: split the function, \(functionLines) is the limit")
        }
    }

    private static func declaresFunction(_ line: String) -> Bool {
        let modifiers: Set<Substring> = [
            "public", "private", "fileprivate", "internal", "package", "static", "mutating", "consuming", "borrowing",
            "override", "final", "nonisolated", "convenience", "required", "class", "inline", "always", "never",
            "inlinable", "usableFromInline", "discardableResult", "concurrent", "unsafe",
        ]
        let first = SourceFile.words(of: line).first { !modifiers.contains($0) }
        return first == "func" || first == "init" || first == "deinit"
    }

    /// The lines from a declaration to the brace that closes it; 1 where it has no body.
    private static func bodyLength(from start: Int, _ indentation: Int, in lines: [String]) -> Int {
        for index in start..<lines.count {
            guard index > start, let depth = SourceFile.indentation(of: lines[index]) else { continue }
            let rest = lines[index].dropFirst(depth)
            if depth < indentation { return 1 }
            if depth > indentation || rest.hasPrefix(")") || rest.hasPrefix("where ") { continue }
            return rest.hasPrefix("}") ? index - start + 1 : 1
        }
        return 1
    }
}
