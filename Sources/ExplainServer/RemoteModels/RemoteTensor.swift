import ExplainCore

/// One output of the Open Inference Protocol.
struct RemoteTensor: Sendable {
    /// Its name.
    private(set) var name = ""
    private var shape: [Int] = []
    private var numbers = RemoteNumbers()

    /// Reads one element of `outputs`; its data may be flat or nested.
    ///
    /// - Throws: ``JSONError``.
    init(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readString()
            case "shape": shape = try reader.readInts()
            case "data": try numbers.read(&reader)
            default: try reader.skipValue()
            }
        }
    }

    /// The numbers, one row for each of `rows`.
    func rows(_ rows: Int) -> Result<Matrix, AnswerFault> {
        if let fault = numbers.fault { return .failure(fault) }
        guard let first = shape.first, shape.allSatisfy({ $0 >= 0 }) else { return .failure(.form) }
        guard first == rows else { return .failure(.rows(first, expected: rows)) }
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow else { return .failure(.form) }
            count = product
        }
        guard count == numbers.values.count else {
            return .failure(.rows(numbers.values.count / max(1, count / max(1, rows)), expected: rows))
        }
        return .success(Matrix(rows: rows, columns: rows == 0 ? 0 : count / rows, storage: numbers.values))
    }
}
