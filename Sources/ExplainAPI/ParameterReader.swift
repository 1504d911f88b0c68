import ExplainCore

/// Reads the members of a `parameters` object, each with a refusal that names it and says what it may be.
struct ParameterReader {
    /// The names that there are.
    let allowed: [String]
    private var isOpen = false

    /// Creates a reader that has not entered the object yet.
    init(allowed: [String]) { self.allowed = allowed }

    /// The next member's name; nil at the end, and for `null` in place of the object.
    ///
    /// - Throws: ``Problem`` when it is none of the allowed ones.
    mutating func next(_ reader: inout JSONReader) throws(Problem) -> String? {
        if !isOpen {
            guard try Self.kind(&reader) != .null else {
                try Self.read(&reader) { (reader) throws(JSONError) in try reader.readNull() }
                return nil
            }
            try Self.read(&reader) { (reader) throws(JSONError) in try reader.beginObject() }
            isOpen = true
        }
        let name = try Self.read(&reader) { (reader) throws(JSONError) in try reader.nextKey() }
        guard let name else { return nil }
        guard allowed.contains(name) else {
            throw Problem(
                .unknownParameter,
                detail: "There is no parameter \(Self.quoted(name)); the parameters are "
                    + allowed.joined(separator: ", ") + ".",
                field: reader.path)
        }
        return name
    }

    /// One of the cases of an enumeration.
    ///
    /// - Throws: ``Problem`` with the given code, listing the cases.
    static func choice<Choice: RawRepresentable & CaseIterable>(
        _ reader: inout JSONReader, _ code: ProblemCode = .invalidParameter
    ) throws(Problem) -> Choice where Choice.RawValue == String {
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        guard try kind(&reader) == .string else { throw invalid(reader, "one of \(choices)") }
        let text = try name(&reader)
        guard let choice = Choice(rawValue: text) else {
            throw Problem(
                code, detail: "\(reader.path) must be one of \(choices), not \(quoted(text)).", field: reader.path)
        }
        return choice
    }

    /// A string.
    static func name(_ reader: inout JSONReader) throws(Problem) -> String {
        guard try kind(&reader) == .string else { throw invalid(reader, "a name in quotes") }
        return try read(&reader) { (reader) throws(JSONError) in try reader.readString() }
    }

    /// A whole number in a range.
    static func integer(_ reader: inout JSONReader, in range: ClosedRange<Int>) throws(Problem) -> Int {
        let bounds =
            range.upperBound == .max
            ? "from \(range.lowerBound) to 2^63 - 1" : "from \(range.lowerBound) to \(range.upperBound)"
        guard try kind(&reader) == .number else { throw invalid(reader, "a whole number \(bounds)") }
        do throws(JSONError) {
            let value = try reader.readInt()
            if range.contains(value) { return value }
        } catch {
            if error.isMalformed { throw Problem(error) }
        }
        throw invalid(reader, "a whole number \(bounds)")
    }

    /// A number between 0 and 1, both excluded.
    static func fraction(_ reader: inout JSONReader) throws(Problem) -> Double {
        let bounds = "a number above 0 and below 1"
        guard try kind(&reader) == .number else { throw invalid(reader, bounds) }
        let value = try read(&reader) { (reader) throws(JSONError) in try reader.readDouble() }
        guard value > 0, value < 1 else { throw invalid(reader, bounds) }
        return value
    }

    /// A number above 0.
    static func positive(_ reader: inout JSONReader) throws(Problem) -> Double {
        guard try kind(&reader) == .number else { throw invalid(reader, "a number above 0") }
        let value = try read(&reader) { (reader) throws(JSONError) in try reader.readDouble() }
        guard value > 0 else { throw invalid(reader, "a number above 0") }
        return value
    }

    /// `true` or `false`.
    static func flag(_ reader: inout JSONReader) throws(Problem) -> Bool {
        guard try kind(&reader) == .bool else { throw invalid(reader, "true or false") }
        return try read(&reader) { (reader) throws(JSONError) in try reader.readBool() }
    }

    /// The name of an output, its index, or `all`.
    static func output(_ reader: inout JSONReader) throws(Problem) -> OutputSelection {
        let kind = try kind(&reader)
        if kind == .number { return .index(try integer(&reader, in: 0...Int.max)) }
        guard kind == .string else {
            throw invalid(reader, "the name of an output, its index from 0, or \"all\"")
        }
        let name = try name(&reader)
        return name == "all" ? .all : .name(name)
    }

    /// What the next value is.
    static func kind(_ reader: inout JSONReader) throws(Problem) -> JSONKind {
        try read(&reader) { (reader) throws(JSONError) in try reader.peekKind() }
    }

    /// The refusal of the value at the reader's place.
    static func invalid(_ reader: borrowing JSONReader, _ expected: String) -> Problem {
        Problem(.invalidParameter, detail: "\(reader.path) must be \(expected).", field: reader.path)
    }

    /// A caller's text in quotes, cut to a length fit for a message.
    static func quoted(_ text: String) -> String {
        text.count > 64 ? "\"\(text.prefix(64))...\"" : "\"\(text)\""
    }

    /// Reads something, with a reader's errors as problems.
    static func read<Value>(
        _ reader: inout JSONReader, _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(Problem) -> Value {
        do throws(JSONError) {
            return try body(&reader)
        } catch {
            throw Problem(error)
        }
    }
}
