public import ExplainCore

/// Reads the rows of a request into numbers as the model wants them, by the schema.
///
/// A row is an array in schema order or an object by feature name. `null` is NaN where the feature may be missing;
/// categories are given by name (a number where the name is one) and become their index; booleans become 0 or 1 where the
/// feature is one.
/// Nothing is guessed: a value of another type, an unknown name, a missing name, and a number that a double does not hold
/// exactly are refused.
public struct RowDecoder: Sendable {
    /// The columns.
    public let schema: FeatureSchema
    /// The largest magnitude of a number.
    public let largestMagnitude: Double
    /// The most rows a request may have.
    public private(set) var maximumRows: Int

    /// The code of each category, for the columns that have them.
    private let codes: [[String: Int]]

    /// Creates a decoder.
    ///
    /// - Complexity: O(categories); keep it and call ``limited(to:)`` for each request.
    public init(
        schema: FeatureSchema, largestMagnitude: Double = .greatestFiniteMagnitude, maximumRows: Int = .max
    ) {
        self.schema = schema
        self.largestMagnitude = largestMagnitude
        self.maximumRows = maximumRows
        codes = schema.features.map { feature in
            guard case .category(let names) = feature.kind else { return [:] }
            return Dictionary(zip(names, names.indices)) { first, _ in first }
        }
    }

    /// The same decoder for at most so many rows.
    public func limited(to maximumRows: Int) -> RowDecoder {
        var copy = self
        copy.maximumRows = maximumRows
        return copy
    }

    /// Reads an array of rows; the result is rows x features.
    ///
    /// - Throws: ``Problem`` that names the row and the feature.
    public func rows(_ reader: inout JSONReader) throws(Problem) -> Matrix {
        guard try ParameterReader.kind(&reader) == .array else {
            throw Problem(
                .invalidRequest, detail: "\(reader.path) must be an array of rows.", field: reader.path)
        }
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.beginArray() }
        var storage: [Double] = []
        var count = 0
        while try ParameterReader.read(&reader, { (reader) throws(JSONError) in try reader.nextElement() }) {
            guard count < maximumRows else {
                throw Problem(
                    .tooManyInstances,
                    detail: "A request may have \(maximumRows) rows; send the others in further requests.",
                    field: reader.path)
            }
            try appendRow(&reader, to: &storage)
            count += 1
        }
        return Matrix(rows: count, columns: schema.count, storage: storage)
    }

    private func appendRow(_ reader: inout JSONReader, to storage: inout [Double]) throws(Problem) {
        switch try ParameterReader.kind(&reader) {
        case .array: try appendArray(&reader, to: &storage)
        case .object: try appendObject(&reader, to: &storage)
        default:
            throw Problem(
                .invalidRequest,
                detail:
                    "\(reader.path) must be a row: an array of \(schema.count) values, or an object by feature name.",
                field: reader.path)
        }
    }

    private func appendArray(_ reader: inout JSONReader, to storage: inout [Double]) throws(Problem) {
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.beginArray() }
        var width = 0
        while try ParameterReader.read(&reader, { (reader) throws(JSONError) in try reader.nextElement() }) {
            if width < schema.count {
                storage.append(try value(&reader, column: width))
            } else {
                try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.skipValue() }
            }
            width += 1
        }
        guard width == schema.count else {
            let place = reader.path
            throw Problem(
                .wrongWidth,
                detail: "\(place) has \(width) values where the model has \(schema.count) features; "
                    + "give one value a feature, in the order of GET /v1/models/{model}.",
                field: place)
        }
    }

    private func appendObject(_ reader: inout JSONReader, to storage: inout [Double]) throws(Problem) {
        let start = storage.count
        storage.append(contentsOf: repeatElement(.nan, count: schema.count))
        var isGiven = [Bool](repeating: false, count: schema.count)
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.beginObject() }
        while let name = try ParameterReader.read(&reader, { (reader) throws(JSONError) in try reader.nextKey() }) {
            guard let column = schema.index(of: name) else {
                throw Problem(
                    .unknownFeature,
                    detail:
                        "\(ParameterReader.quoted(name)) is no feature of the model; GET /v1/models/{model} lists them.",
                    field: reader.path)
            }
            storage[start + column] = try value(&reader, column: column)
            isGiven[column] = true
        }
        let missing = isGiven.indices.filter { !isGiven[$0] }.map { ParameterReader.quoted(schema.features[$0].name) }
        guard missing.isEmpty else {
            let place = reader.path
            let names = missing.prefix(8).joined(separator: ", ") + (missing.count > 8 ? " and more" : "")
            throw Problem(
                .missingFeature,
                detail: "\(place) has no value for \(names); give every feature, null where the value is missing.",
                field: place)
        }
    }
}

extension RowDecoder {
    /// Reads one value of a column.
    ///
    /// - Throws: ``Problem`` that names the place, the feature and what is wanted.
    func value(_ reader: inout JSONReader, column: Int) throws(Problem) -> Double {
        let feature = schema.features[column]
        let kind = try ParameterReader.kind(&reader)
        if kind == .null { return try missing(&reader, feature) }
        switch feature.kind {
        case .float where kind == .number: return try number(&reader, feature)
        case .int where kind == .number: return try whole(&reader, feature)
        case .codes where kind == .number:
            let code = try whole(&reader, feature)
            guard code >= 0 else { throw refusal(reader, feature, .unknownCategory, "a code is a whole number from 0") }
            return code
        case .bool where kind == .bool:
            return try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.readBool() } ? 1 : 0
        case .bool where kind == .number:
            let flag = try number(&reader, feature)
            guard flag == 0 || flag == 1 else { throw wrongType(reader, feature, kind) }
            return flag
        case .category where kind == .number:
            if let code = codes[column][try wholeText(&reader, feature)] { return Double(code) }
            throw wrongType(reader, feature, kind)
        case .category(let names) where kind == .string:
            let name = try ParameterReader.name(&reader)
            if let code = codes[column][name] { return Double(code) }
            throw refusal(
                reader, feature, .unknownCategory,
                "\(ParameterReader.quoted(name)) is none of its categories, \(Self.list(names))")
        default: throw wrongType(reader, feature, kind)
        }
    }

    /// A whole number as its decimal text: categories that are numbers may be given as such.
    private func wholeText(_ reader: inout JSONReader, _ feature: Feature) throws(Problem) -> String {
        let value = try whole(&reader, feature)
        return Int(exactly: value).map { String($0) } ?? String(value)
    }

    private func missing(_ reader: inout JSONReader, _ feature: Feature) throws(Problem) -> Double {
        try ParameterReader.read(&reader) { (reader) throws(JSONError) in try reader.readNull() }
        guard feature.isNullable else {
            throw refusal(reader, feature, .missingValue, "the value must not be missing; give \(Self.wanted(feature))")
        }
        return .nan
    }

    /// A number; a whole one must be a double exactly.
    private func number(_ reader: inout JSONReader, _ feature: Feature) throws(Problem) -> Double {
        let number: JSONNumber
        do throws(JSONError) {
            number = try reader.readNumber()
        } catch {
            guard error.reason == .numberOutOfRange else { throw Problem(error) }
            throw refusal(reader, feature, .notFinite, "the number is too large; give a finite 64-bit float")
        }
        guard number.double.magnitude <= largestMagnitude else {
            throw refusal(
                reader, feature, .outOfRange,
                "the model computes with numbers up to \(largestMagnitude) and would read this one as infinite")
        }
        guard !number.isWhole || number.double.magnitude < 0x1p53 || number.integer?.magnitude == 1 << 53 else {
            throw refusal(
                reader, feature, .outOfRange,
                "a whole number beyond 2^53 is not exact as a 64-bit float; write it with a fraction or an exponent if "
                    + "rounding is meant")
        }
        return number.double
    }

    private func whole(_ reader: inout JSONReader, _ feature: Feature) throws(Problem) -> Double {
        let value = try number(&reader, feature)
        guard value.magnitude <= 0x1p53 else {
            throw refusal(
                reader, feature, .outOfRange,
                "\(value) is out of range; give a whole number from -9007199254740992 to 9007199254740992 (2^53)")
        }
        guard value == value.rounded() else {
            throw refusal(reader, feature, .notAnInteger, "the value must be a whole number")
        }
        return value
    }

    private func wrongType(_ reader: borrowing JSONReader, _ feature: Feature, _ kind: JSONKind) -> Problem {
        // Who has flags may say so once, and then write them as they are.
        let remedy =
            kind == .bool && (feature.kind == .float || feature.kind == .int)
            ? "; give 1 or 0, or let the feature's \"type\" in explain.json be \"bool\"" : ""
        return refusal(reader, feature, .wrongType, "\(kind.phrase) where \(Self.wanted(feature)) is wanted" + remedy)
    }

    private func refusal(
        _ reader: borrowing JSONReader, _ feature: Feature, _ code: ProblemCode, _ text: String
    ) -> Problem {
        Problem(
            code, detail: "\(reader.path), feature \(ParameterReader.quoted(feature.name)): \(text).",
            field: reader.path)
    }

    private static func wanted(_ feature: Feature) -> String {
        switch feature.kind {
        case .float: "a finite number"
        case .int: "a whole number"
        case .bool: "true or false, or 1 or 0,"
        case .codes: "a category's code, a whole number from 0,"
        case .category(let names): "one of \(list(names))"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(20).map(ParameterReader.quoted).joined(separator: ", ") + (names.count > 20 ? " and more" : "")
    }
}
