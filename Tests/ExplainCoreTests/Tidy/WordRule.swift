/// What code does not do: end the process on someone's input, or write to the terminal from a library.
enum WordRule {
    static func findings(_ file: SourceFile) -> [TidyFinding] {
        guard file.path.hasPrefix("Sources/") else { return [] }
        return file.code.enumerated().flatMap { index, line in
            remedies(line, isQuiet: isQuiet(file)).map { file.finding(at: index, $0) }
        }
    }

    /// The rules that a line of code breaks.
    static func remedies(_ line: String, isQuiet: Bool) -> [String] {
        var found: [String] = []
        let words = SourceFile.words(of: line)
        if words.contains("fatalError") { found.append("throw an error, or state a precondition with its message") }
        if line.contains("try!") { found.append("handle the error: a forced try ends the process") }
        if line.contains("as!") { found.append("use a conditional cast: a forced one ends the process") }
        let prints = ["print", "debugPrint", "dump"].contains { words.contains($0) && line.contains("\($0)(") }
        if isQuiet && prints && !words.contains("func") {
            found.append("return the text, or log it: libraries are quiet")
        }
        return found
    }

    private static func isQuiet(_ file: SourceFile) -> Bool {
        if file.target == "ExplainServer" { return !file.path.hasPrefix("Sources/ExplainServer/Runtime/") }
        return file.target != "explainctl"
    }
}
