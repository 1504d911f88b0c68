/// Comma-separated text with a header (RFC 4180): fields as text, quotes resolved.
struct CSVTable: Sendable, Equatable {
    /// The names of the columns.
    let header: [String]
    /// The rows, each as wide as the header; nil for an empty field, which means missing.
    private(set) var rows: [[String?]] = []

    /// Reads a table; line breaks may be LF or CRLF, blank lines are skipped.
    ///
    /// - Throws: ``UsageError/rows(_:)`` naming the line that is not as wide as the header, or an open quote.
    init(_ bytes: [UInt8], path: String) throws(UsageError) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .rows("\(path): not UTF-8") }
        var records = CSVRecords(text)
        guard let first = records.next() else { throw .rows("\(path): no header") }
        header = first.fields.map { $0 ?? "" }
        guard header.allSatisfy({ !$0.isEmpty }), Set(header).count == header.count else {
            throw .rows("\(path): the header needs a different name for each column")
        }
        while let record = records.next() {
            guard record.fields.count == header.count else {
                throw .rows("\(path), line \(record.line): \(record.fields.count) fields, not \(header.count)")
            }
            rows.append(record.fields)
        }
        guard !records.isOpen else { throw .rows("\(path): a quote is never closed") }
    }
}
