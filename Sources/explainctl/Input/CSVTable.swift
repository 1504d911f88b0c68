import ExplainCore

/// Comma-separated text with a header: fields as text.
struct CSVTable: Sendable, Equatable {
    /// The names of the columns.
    let header: [String]
    /// The rows, each as wide as the header; an empty field means missing.
    private(set) var rows: [[String]] = []

    /// Reads a table.
    ///
    /// - Throws: ``UsageError/rows(_:)`` naming the place that is malformed.
    init(_ bytes: [UInt8], path: String) throws(UsageError) {
        var reader = CSVReader(bytes)
        do throws(CSVError) {
            header = try reader.nextRecord() ?? []
            while let record = try reader.nextRecord() { rows.append(record) }
        } catch {
            throw .rows("\(path), \(error.message)")
        }
        guard !header.isEmpty, header.allSatisfy({ !$0.isEmpty }), Set(header).count == header.count else {
            throw .rows("\(path): the first line must name each column, no two alike")
        }
    }
}
