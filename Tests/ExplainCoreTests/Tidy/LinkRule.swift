/// Links between documents lead to files that exist, and to headings that they have.
enum LinkRule {
    static func findings(_ file: SourceFile, exists: (String) -> Bool) -> [TidyFinding] {
        file.lines.enumerated().flatMap { index, line in
            targets(of: line).compactMap { target in
                let path = target.prefix { $0 != "#" }
                guard !path.isEmpty, !path.contains("://"), !path.hasPrefix("mailto:") else { return nil }
                guard !exists(resolved(String(path), from: file.path)) else { return nil }
                return file.finding(at: index, "the link to \(target) leads nowhere")
            }
        }
    }

    /// The targets of the Markdown links of a line.
    static func targets(of line: String) -> [String] {
        var found: [String] = []
        var rest = Substring(line)
        while let start = rest.firstRange(of: "](") {
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: ")") else { break }
            found.append(String(rest[..<end]))
            rest = rest[end...]
        }
        return found
    }

    /// The path from the top of the repository that `target` means in the document `path`.
    static func resolved(_ target: String, from path: String) -> String {
        var parts = path.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
