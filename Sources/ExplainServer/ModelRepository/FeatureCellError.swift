import ExplainCore

/// Why a column does not take a value.
enum FeatureCellError: Error, Equatable {
    /// The value is missing, and the column is not nullable.
    case missing
    /// The text is no decimal number.
    case notANumber(String)
    /// The number is infinite, or too large for a double.
    case notFinite
    /// The value is not written as the kind of column wants it.
    case wrongForm(Feature.Kind)
    /// The name is none of the column's categories.
    case unknownCategory(String, among: [String])

    /// The reason in words, to follow the column's name.
    var message: String {
        switch self {
        case .missing: "a missing value, but the feature is not nullable (say \"nullable\": true if it may be missing)"
        case .notANumber(let text): "'\(text.prefix(64))' is not a number (leave the field empty if it is missing)"
        case .notFinite: "the number is not finite"
        case .wrongForm(let kind): "expected \(Self.phrase(kind))"
        case .unknownCategory(let name, let names):
            "unknown category '\(name.prefix(64))'"
                + (NearestName.nearest(to: name, among: names).map { "; did you mean '\($0)'?" }
                    ?? "; known are \(Self.list(names))")
        }
    }

    private static func phrase(_ kind: Feature.Kind) -> String {
        switch kind {
        case .float: "a number"
        case .int: "a whole number up to 2^53"
        case .bool: "true or false (or 1 or 0)"
        case .category(let names): "one of the categories \(list(names))"
        case .codes: "the code of a category, a whole number from 0"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", ..." : "")
    }
}
