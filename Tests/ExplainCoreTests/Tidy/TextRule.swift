/// What no text of the repository holds, whatever its kind.
enum TextRule {
    private static let unfinished = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]
    private static let places = ["/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "/wo" + "rk/", "../sha" + "red"]

    static func findings(_ file: SourceFile) -> [TidyFinding] {
        file.lines.enumerated().flatMap { index, line in remedies(line).map { file.finding(at: index, $0) } }
            + ending(file)
    }

    /// The rules that a line breaks.
    static func remedies(_ line: String) -> [String] {
        var found: [String] = []
        if line.last == " " || line.last == "\t" { found.append("remove the blanks at the end of the line") }
        let words = SourceFile.words(of: line)
        if let mark = unfinished.first(where: { words.contains(Substring($0)) }) {
            found.append("\(mark): finish it, or write down in docs what is missing")
        }
        if let place = places.first(where: line.contains) {
            found.append(
                "\(place)... exists on one machine only: find the path from #filePath, or take it as a parameter")
        }
        return found
    }

    private static func ending(_ file: SourceFile) -> [TidyFinding] {
        let isEmpty = file.lines.count == 1 && file.lines[0].isEmpty
        if isEmpty || file.lines.last?.isEmpty == true { return [] }
        return [file.finding(at: file.lines.count - 1, "end the file with a line break")]
    }
}
