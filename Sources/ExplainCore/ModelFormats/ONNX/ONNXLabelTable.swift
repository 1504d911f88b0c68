/// The keys and values of a `LabelEncoder`, in any of its versions.
struct ONNXLabelTable {
    let keys: [ONNXEncodingOperator.Key]
    /// One value a key, and the default in the last place.
    let answers: ONNXValues

    /// Reads the attributes of a node.
    ///
    /// - Throws: ``ModelFormatError`` when keys and values differ in number, or have no usable type.
    init(_ node: ONNXNode) throws(ModelFormatError) {
        let classes = node.texts("classes_strings")
        guard classes.isEmpty else {
            // Version 1 encodes texts by their position.
            keys = classes.map(ONNXEncodingOperator.Key.text)
            answers = .int64(classes.indices.map { Int64($0) } + [node.integer("default_int64") ?? -1])
            return
        }
        keys = try Self.keys(node)
        answers = try Self.answers(node)
        guard answers.count == keys.count + 1 else {
            throw node.error("\(keys.count) keys and \(answers.count - 1) values")
        }
    }

    private static func keys(_ node: ONNXNode) throws(ModelFormatError) -> [ONNXEncodingOperator.Key] {
        let texts = node.texts("keys_strings")
        if !texts.isEmpty { return texts.map { .text($0) } }
        let integers = node.integers("keys_int64s")
        if !integers.isEmpty { return integers.map { .integer($0) } }
        let floats = node.attributes["keys_floats"]?.floats ?? []
        if !floats.isEmpty { return floats.map { ONNXEncodingOperator.key(Double($0)) } }
        switch node.attributes["keys_tensor"]?.tensor?.values {
        case .string(let texts): return texts.map { .text($0) }
        case .float(let values): return values.map { ONNXEncodingOperator.key(Double($0)) }
        case .double(let values): return values.map(ONNXEncodingOperator.key)
        case .some(let values):
            if let integers = values.integers { return integers.map { .integer($0) } }
        case nil: break
        }
        throw node.error("the keys are missing")
    }

    private static func answers(_ node: ONNXNode) throws(ModelFormatError) -> ONNXValues {
        let fallback = node.attributes["default_tensor"]?.tensor?.values
        let texts = node.texts("values_strings")
        if !texts.isEmpty { return .string(texts + [node.text("default_string") ?? "_Unused"]) }
        let integers = node.integers("values_int64s")
        if !integers.isEmpty { return .int64(integers + [node.integer("default_int64") ?? -1]) }
        let floats = node.attributes["values_floats"]?.floats ?? []
        if !floats.isEmpty { return .float(floats + [node.float("default_float") ?? -0.0]) }
        switch (node.attributes["values_tensor"]?.tensor?.values, fallback) {
        case (.string(let values), .string(let other)): return .string(values + other)
        case (.string(let values), nil): return .string(values + ["_Unused"])
        case (.float(let values), .float(let other)): return .float(values + other)
        case (.float(let values), nil): return .float(values + [-0.0])
        case (.double(let values), .double(let other)): return .double(values + other)
        case (.double(let values), nil): return .double(values + [-0.0])
        case (.int64(let values), .int64(let other)): return .int64(values + other)
        case (.int64(let values), nil): return .int64(values + [-1])
        default: throw node.error("the values are missing, or of a type that is not evaluated")
        }
    }
}
