/// Imports go one way: what each target may import, and nothing else.
enum ImportRule {
    private static let system: Set<String> = ["Glibc", "Darwin", "Dispatch", "Synchronization"]

    private static let allowed: [String: Set<String>] = [
        "ExplainCore": system,
        "ExplainAPI": ["ExplainCore"],
        "ExplainServer": system.union(["ExplainCore", "ExplainAPI", "CSQLite", "CLinux"]),
        "explainctl": ["ExplainCore", "ExplainAPI", "Glibc", "Darwin"],
        "explain-bench": system.union(["ExplainCore"]),
        "ExplainCoreTests": system.union(["Testing", "ExplainCore", "Foundation"]),
        "ExplainServerTests": system.union([
            "Testing", "ExplainCore", "ExplainAPI", "ExplainServer", "explainctl", "CSQLite", "CLinux", "Foundation",
        ]),
    ]

    static func findings(_ file: SourceFile) -> [TidyFinding] {
        guard !file.target.isEmpty else { return [] }
        guard let allowed = allowed[file.target] else {
            return [file.finding(at: 0, "target \(file.target) has no list of imports: add one to ImportRule")]
        }
        return file.code.enumerated().compactMap { index, line in
            guard let module = importedModule(line), !allowed.contains(module) else { return nil }
            return file.finding(at: index, "\(file.target) may not import \(module): see ImportRule and docs/decisions")
        }
    }

    /// The module that a line imports.
    static func importedModule(_ line: String) -> String? {
        let words = SourceFile.words(of: line)
        guard let position = words.firstIndex(of: "import"), position <= 2 else { return nil }
        let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
        return words[(position + 1)...].first { !kinds.contains($0) }.map(String.init)
    }
}
