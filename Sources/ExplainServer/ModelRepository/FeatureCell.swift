import ExplainCore

/// Turns what people write for a column into the number that the model reads.
enum FeatureCell {
    /// The value of a JSON cell; null is missing.
    ///
    /// - Throws: ``FeatureCellError`` when the column does not take it.
    static func value(of cell: JSONValue, in feature: Feature) throws(FeatureCellError) -> Double {
        switch cell {
        case .null: return try missing(feature)
        case .string(let text):
            guard case .category(let names) = feature.kind else { throw .wrongForm(feature.kind) }
            return try code(of: text, among: names)
        case .bool(let flag):
            guard feature.kind == .bool else { throw .wrongForm(feature.kind) }
            return flag ? 1 : 0
        case .number(let number):
            return try checked(number.double, feature)
        case .array, .object: throw .wrongForm(feature.kind)
        }
    }

    /// The value of a text cell; the empty text is missing.
    ///
    /// - Throws: ``FeatureCellError`` when the column does not take it.
    static func value(of cell: String, in feature: Feature) throws(FeatureCellError) -> Double {
        if cell.isEmpty { return try missing(feature) }
        if case .category(let names) = feature.kind { return try code(of: cell, among: names) }
        if feature.kind == .bool, ["true", "True", "TRUE"].contains(cell) { return 1 }
        if feature.kind == .bool, ["false", "False", "FALSE"].contains(cell) { return 0 }
        guard let number = decimal(cell) else { throw .notANumber(cell) }
        return try checked(number, feature)
    }

    /// The number of a decimal text.
    ///
    /// The characters are checked first: Swift itself also reads `nan`, `inf` and `0x10`.
    static func decimal(_ text: String) -> Double? {
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        let isPlain = rest.allSatisfy { byte in
            (48...57).contains(byte) || ".eE+-".utf8.contains(byte)
        }
        guard let first = rest.first, isPlain, (48...57).contains(first) || first == UInt8(ascii: ".") else {
            return nil
        }
        return Double(text)
    }

    private static func missing(_ feature: Feature) throws(FeatureCellError) -> Double {
        guard feature.isNullable else { throw .missing }
        return .nan
    }

    private static func code(of name: String, among names: [String]) throws(FeatureCellError) -> Double {
        guard let index = names.firstIndex(of: name) else { throw .unknownCategory(name, among: names) }
        return Double(index)
    }

    private static func checked(_ number: Double, _ feature: Feature) throws(FeatureCellError) -> Double {
        guard number.isFinite else { throw .notFinite }
        switch feature.kind {
        case .float: return number
        case .int:
            // Beyond 2^53 doubles skip whole numbers, so the model would see another one.
            guard number.rounded() == number, abs(number) <= 9_007_199_254_740_992 else { throw .wrongForm(.int) }
            return number
        case .bool:
            guard number == 0 || number == 1 else { throw .wrongForm(.bool) }
            return number
        case .codes:
            guard number.rounded() == number, number >= 0, number < 16_777_216 else { throw .wrongForm(.codes) }
            return number
        case .category: throw .wrongForm(feature.kind)
        }
    }
}
