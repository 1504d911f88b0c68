import ExplainCore

/// Reads the answers of a protocol: rows x outputs, in the order of the request.
///
/// Nothing is filled in or cut off: an answer that has not one finite number for every row and output is a fault.
struct RemoteDecoder: Sendable {
    let wireProtocol: RemoteProtocol
    /// The output to take; the only one where nil.
    let output: String?

    private static let options = JSONOptions(maximumDepth: 16, maximumStringBytes: 1 << 16, allowsBareNaN: true)

    /// Reads an answer for `rows` rows to the request `id`.
    ///
    /// - Throws: ``AnswerFault``.
    func decode(_ bytes: [UInt8], rows: Int, id: String) throws(AnswerFault) -> Matrix {
        let answer: Result<Matrix, AnswerFault>
        do throws(JSONError) {
            var reader = JSONReader(bytes, options: Self.options)
            answer =
                wireProtocol == .openInference
                ? try tensors(&reader, rows: rows, id: id) : try predictions(&reader, rows: rows)
            try reader.finish()
        } catch {
            throw .form
        }
        let values = try answer.get()
        guard values.storage.allSatisfy(\.isFinite) else { throw .notFinite }
        return values
    }

    private func tensors(
        _ reader: inout JSONReader, rows: Int, id: String
    ) throws(JSONError) -> Result<Matrix, AnswerFault> {
        var tensors: [RemoteTensor] = []
        var isOthers = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "outputs":
                try reader.beginArray()
                while try reader.nextElement() { tensors.append(try RemoteTensor(&reader)) }
            case "id" where try reader.peekKind() == .string: isOthers = try reader.readString() != id
            default: try reader.skipValue()
            }
        }
        // A connection that is out of step answers the request before.
        if isOthers { return .failure(.otherRequest) }
        if tensors.isEmpty { return .failure(.form) }
        let chosen = output.map { name in tensors.filter { $0.name == name } } ?? tensors
        guard chosen.count == 1, let tensor = chosen.first else { return .failure(.output) }
        return tensor.rows(rows)
    }

    private func predictions(
        _ reader: inout JSONReader, rows: Int
    ) throws(JSONError) -> Result<Matrix, AnswerFault> {
        var found: RemoteRows?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "predictions" { found = try predictionRows(&reader) } else { try reader.skipValue() }
        }
        return found?.matrix(expected: rows) ?? .failure(.form)
    }

    /// A list of rows, or one list for each output.
    private func predictionRows(_ reader: inout JSONReader) throws(JSONError) -> RemoteRows {
        guard try reader.peekKind() == .object else { return try RemoteRows(&reader, member: output) }
        var lists: [String: RemoteRows] = [:]
        try reader.beginObject()
        while let key = try reader.nextKey() { lists[key] = try RemoteRows(&reader, member: nil) }
        if let output { return lists[output] ?? RemoteRows(fault: .output) }
        return lists.count == 1 ? lists.first?.value ?? RemoteRows(fault: .form) : RemoteRows(fault: .output)
    }
}
