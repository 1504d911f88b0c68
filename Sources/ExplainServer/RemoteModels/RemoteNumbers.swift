import ExplainCore

/// Numbers of an answer, however they are nested.
struct RemoteNumbers: Sendable {
    /// The numbers in order; what is none is NaN.
    private(set) var values: [Double] = []
    /// What was found instead of a number.
    private(set) var fault: AnswerFault?

    /// Reads a number or a nest of numbers.
    ///
    /// - Throws: ``JSONError``.
    mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        switch try reader.peekKind() {
        case .array:
            try reader.beginArray()
            while try reader.nextElement() { try read(&reader) }
        case .number: values.append(try reader.readDouble())
        case .null:
            try reader.readNull()
            values.append(.nan)
        case .string, .bool:
            try reader.skipValue()
            fault = .labels
            values.append(.nan)
        case .object:
            try reader.skipValue()
            fault = .form
            values.append(.nan)
        }
    }
}
