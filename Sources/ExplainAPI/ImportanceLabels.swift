import ExplainCore

/// What the model should have answered for each row.
public enum ImportanceLabels: Sendable, Equatable {
    /// Numbers: responses, or the indices of classes.
    case numbers([Double])
    /// The names of classes.
    case names([String])

    /// The number of labels.
    public var count: Int {
        switch self {
        case .numbers(let numbers): numbers.count
        case .names(let names): names.count
        }
    }

    /// The labels as numbers, with names as their positions among the model's `classes`.
    ///
    /// - Throws: ``Problem`` for a name that is none of them.
    public func numbers(classes: [String]) throws(Problem) -> [Double] {
        guard case .names(let names) = self else {
            if case .numbers(let numbers) = self { return numbers }
            return []
        }
        var numbers: [Double] = []
        for (index, name) in names.enumerated() {
            guard let code = classes.firstIndex(of: name) else {
                let known = classes.prefix(20).map(ParameterReader.quoted).joined(separator: ", ")
                throw Problem(
                    .invalidLabels,
                    detail: "labels[\(index)] is \(ParameterReader.quoted(name)), which is no class of the model; "
                        + (classes.isEmpty ? "give numbers." : "the classes are \(known)."),
                    field: "labels[\(index)]")
            }
            numbers.append(Double(code))
        }
        return numbers
    }
}

extension ImportanceLabels {
    /// Reads an array of numbers, of booleans (1 and 0) or of class names.
    ///
    /// - Throws: ``Problem`` when it is none, or mixes them.
    init(reading reader: inout JSONReader) throws(Problem) {
        guard try ParameterReader.kind(&reader) == .array else {
            throw Problem(
                .invalidLabels, detail: "\(reader.path) must be an array with one label a row.", field: reader.path)
        }
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.beginArray() }
        var numbers: [Double] = []
        var names: [String] = []
        while try ParameterReader.read(&reader, { (reader) throws(JSONError) in try reader.nextElement() }) {
            switch try ParameterReader.kind(&reader) {
            case .number where names.isEmpty:
                numbers.append(
                    try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.readDouble() })
            case .bool where names.isEmpty:
                let flag = try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.readBool() }
                numbers.append(flag ? 1 : 0)
            case .string where numbers.isEmpty: names.append(try ParameterReader.name(&reader))
            default:
                throw Problem(
                    .invalidLabels,
                    detail: "\(reader.path) must be a number like the other labels, or a class name like all of them.",
                    field: reader.path)
            }
        }
        self = names.isEmpty ? .numbers(numbers) : .names(names)
    }
}
