/// What one input column of a model is.
public struct Feature: Sendable, Equatable {
    /// How a column's values are written in a request, and which are allowed.
    public enum Kind: Sendable, Equatable {
        /// Any finite number.
        case float
        /// A whole number.
        case int
        /// `true` or `false`; 0 and 1 are accepted.
        case bool
        /// One of the named categories, in code order (the model sees the index).
        case category([String])
        /// A category that requests give by its code, a whole number from 0.
        case codes
    }

    /// The column's name; unique in its schema.
    public let name: String

    /// How values are written.
    public let kind: Kind

    /// Whether `null` (missing, NaN to the model) is allowed.
    public let isNullable: Bool

    /// The name of the logical feature that this column is a part of (a one-hot group), if any.
    public let group: String?

    /// Creates a feature.
    public init(name: String, kind: Kind = .float, isNullable: Bool = false, group: String? = nil) {
        self.name = name
        self.kind = kind
        self.isNullable = isNullable
        self.group = group
    }
}

/// The input columns of a model, in the order the model reads them.
public struct FeatureSchema: Sendable, Equatable {
    /// The columns; names are unique.
    public let features: [Feature]

    /// The position of each name.
    private let positions: [String: Int]

    /// Creates a schema.
    ///
    /// - Throws: ``SchemaError/duplicateFeature(_:)`` when two columns share a name.
    public init(_ features: [Feature]) throws(SchemaError) {
        var positions: [String: Int] = [:]
        for (index, feature) in features.enumerated()
        where positions.updateValue(index, forKey: feature.name) != nil {
            throw .duplicateFeature(feature.name)
        }
        self.features = features
        self.positions = positions
    }

    /// The number of columns.
    public var count: Int { features.count }

    /// The names in column order.
    public var names: [String] { features.map(\.name) }

    /// The column called `name`.
    public func index(of name: String) -> Int? { positions[name] }
}

/// Why a schema is refused.
public enum SchemaError: Error, Equatable {
    /// Two columns have this name.
    case duplicateFeature(String)
}
