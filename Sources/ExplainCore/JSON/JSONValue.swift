/// A JSON document as a tree; members keep their order.
public indirect enum JSONValue: Sendable, Equatable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; keys are unique when it was read.
    case object([JSONMember])

    /// Reads a whole document.
    ///
    /// - Throws: ``JSONError`` when it is not one JSON value.
    public static func parse(_ bytes: [UInt8], options: JSONOptions = .strict) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, options: options)
        let value = try reader.readValue()
        try reader.finish()
        return value
    }

    /// What this value is.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// The first member called `key`; nil in anything but an object.
    ///
    /// - Complexity: linear in the number of members.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The element at `index`; nil beyond the ends and in anything but an array.
    public subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string.
    public var asString: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of a number.
    public var asDouble: Double? {
        if case .number(let number) = self { number.double } else { nil }
    }

    /// The value of a whole number.
    public var asInt: Int? {
        if case .number(let number) = self { number.integer } else { nil }
    }

    /// `true` or `false`.
    public var asBool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The elements of an array.
    public var asArray: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object.
    public var asObject: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }
}
