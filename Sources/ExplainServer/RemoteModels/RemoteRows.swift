import ExplainCore

/// The rows of a list of predictions.
struct RemoteRows: Sendable {
    private var values: [Double] = []
    private var count = 0
    private var width = 0
    private var fault: AnswerFault?

    /// Creates the rows of an answer that has none.
    init(fault: AnswerFault) { self.fault = fault }

    /// Reads a list of numbers, of lists of numbers, or of objects.
    ///
    /// Of an object the member `member` is taken, or all members in order where that is nil.
    ///
    /// - Throws: ``JSONError``.
    init(_ reader: inout JSONReader, member: String?) throws(JSONError) {
        try reader.beginArray()
        while try reader.nextElement() {
            var row = RemoteNumbers()
            if try reader.peekKind() == .object {
                try reader.beginObject()
                while let key = try reader.nextKey() {
                    if member == nil || key == member { try row.read(&reader) } else { try reader.skipValue() }
                }
                if row.values.isEmpty { fault = fault ?? .output }
            } else {
                try row.read(&reader)
            }
            if count == 0 { width = row.values.count }
            if row.values.count != width { fault = fault ?? .width(row.values.count, expected: width) }
            fault = fault ?? row.fault
            values += row.values
            count += 1
        }
    }

    /// The numbers, if there are as many rows as expected.
    func matrix(expected rows: Int) -> Result<Matrix, AnswerFault> {
        if let fault { return .failure(fault) }
        guard count == rows else { return .failure(.rows(count, expected: rows)) }
        return .success(Matrix(rows: rows, columns: width, storage: values))
    }
}
