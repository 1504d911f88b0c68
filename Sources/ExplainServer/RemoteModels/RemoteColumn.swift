import ExplainCore

/// How one input column is written.
struct RemoteColumn: Sendable, Equatable {
    /// The column's name.
    let name: String
    /// Its categories by code, if it has names for them.
    let categories: [String]?
    /// Whether 0 and 1 are false and true.
    let isBool: Bool

    /// Reads a feature.
    init(_ feature: Feature) {
        name = feature.name
        isBool = feature.kind == .bool
        if case .category(let names) = feature.kind { categories = names } else { categories = nil }
    }
}
