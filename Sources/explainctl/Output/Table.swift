/// A table of text for people: a header, columns two blanks apart, numbers to the right.
struct Table: Sendable {
    /// Which side a column leans to.
    enum Alignment: Sendable {
        /// Text.
        case left
        /// Numbers.
        case right
    }

    private let headers: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// Creates a table with these columns.
    init(_ columns: [(String, Alignment)]) {
        headers = columns.map(\.0)
        alignments = columns.map(\.1)
    }

    /// Whether there is no row.
    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row with one cell a column.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == headers.count, "a row has one cell a column")
        rows.append(cells.map(Self.printable))
    }

    /// The lines of the table, each ended by a line break; no blanks at their ends.
    func rendered() -> String {
        let all = [headers] + rows
        let widths = headers.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { cells in line(cells, widths) + "\n" }.joined()
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = cells.indices.map { column in
            alignments[column] == .right
                ? cells[column].leftPadded(to: widths[column]) : cells[column].padded(to: widths[column])
        }.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Text as it may stand on a terminal: control characters become `?`.
    static func printable(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : Character($0) })
    }
}
