/// How the columns of a model's rows become the inputs of its graph, in graph order.
struct ONNXInputs: Sendable {
    /// One input of the graph.
    struct Part: Sendable {
        let name: String
        let type: ONNXElementType
        /// The dimensions after the first, whose product is the number of columns; nil for a plain list of rows.
        let tail: [Int]?
        let columns: Range<Int>
        /// Its place among the values of the program.
        let slot: Int
    }

    let parts: [Part]
    /// The categories of each text column, by column; a code beyond them is a text that is none of them.
    var categories: [Int: [String]] = [:]

    /// The inputs of `graph` that are no constants.
    ///
    /// - Throws: ``ModelFormatError`` when one has no known number of columns, or a type that rows cannot have.
    init(_ graph: ONNXGraph, _ compiler: ONNXCompiler) throws(ModelFormatError) {
        var parts: [Part] = []
        var start = 0
        for value in graph.inputs where graph.constants[value.name] == nil {
            let place = "graph.input \"\(value.name.prefix(64))\""
            guard let number = value.elementType else { throw ONNXReader.error(place, "the input is no tensor") }
            guard let type = ONNXElementType(rawValue: number), type != .uint8 else {
                throw ONNXReader.error(place, "inputs of type \(ONNXElementType.name(of: number)) are not evaluated")
            }
            let tail = try Self.tail(value, graph, place)
            guard let count = ONNXTensor.count(tail ?? [1]), count > 0,
                count <= ModelFileLimits.maximumFeatures - start
            else { throw ONNXReader.error(place, "more than \(ModelFileLimits.maximumFeatures) columns, or none") }
            parts.append(
                Part(
                    name: value.name, type: type, tail: tail, columns: start..<(start + count),
                    slot: compiler.slots[value.name] ?? 0))
            start += count
        }
        guard start > 0 else { throw ONNXReader.error("graph.input", "the graph reads nothing") }
        self.parts = parts
    }

    /// The number of columns.
    var count: Int { parts.last?.columns.upperBound ?? 0 }

    /// The dimensions after the first; where the file leaves the number of columns open, that of the node that reads them.
    private static func tail(
        _ value: ONNXGraph.Value, _ graph: ONNXGraph, _ place: String
    ) throws(ModelFormatError) -> [Int]? {
        guard let shape = value.shape, shape.count != 1 else { return nil }
        let rest = shape.dropFirst().compactMap(\.self)
        if !shape.isEmpty, rest.count == shape.count - 1 { return rest }
        if shape.count == 2, let columns = columns(of: value.name, in: graph) { return [columns] }
        throw ONNXReader.error(
            place, "the number of columns is open", remedy: "export the model with the input shape [None, columns]")
    }

    /// The number of columns that the first readers of an input have parameters for.
    private static func columns(of name: String, in graph: ONNXGraph) -> Int? {
        for node in graph.nodes where node.inputs.first == name {
            switch node.operation {
            case "Identity", "Cast":
                if let output = node.outputs.first, let count = columns(of: output, in: graph) { return count }
            case "MatMul", "Gemm":
                let weights = node.inputs.count > 1 ? graph.constants[node.inputs[1]]?.shape : nil
                if let weights, weights.count == 2 { return weights[node.flag("transB", false) ? 1 : 0] }
            case "Scaler":
                if let count = node.attributes["offset"]?.floats.count, count > 1 { return count }
            case "Imputer":
                if let count = node.attributes["imputed_value_floats"]?.floats.count, count > 1 { return count }
            case "LinearRegressor", "LinearClassifier":
                let targets = node.operation == "LinearRegressor" ? node.integer("targets") : nil
                let scores = targets.flatMap { Int(exactly: $0) } ?? node.attributes["intercepts"]?.floats.count ?? 1
                if let count = node.attributes["coefficients"]?.floats.count, scores > 0 { return count / scores }
            default: break
            }
        }
        return nil
    }

    /// One name a column: the input's own where it is one column; nil where a matrix has no names, or two are equal.
    var names: [String]? {
        guard parts.count > 1 || count == 1 else { return nil }
        let names = parts.flatMap { part in
            part.columns.count == 1 ? [part.name] : part.columns.indices.map { "\(part.name)_\($0)" }
        }
        return Set(names).count == names.count ? names : nil
    }

    /// What each column is.
    var kinds: [Feature.Kind] {
        parts.flatMap { part in
            part.columns.map { column in
                switch part.type {
                case .string: .category(categories[column] ?? [])
                case .bool: .bool
                case .int32, .int64, .uint8: .int
                case .float, .double: .float
                }
            }
        }
    }

    /// The tensors of `rows`, a matrix of `count` columns.
    ///
    /// - Throws: ``ONNXProgram/Failure`` when a column of whole numbers or categories holds something else.
    func tensors(_ rows: Span<Double>) throws(ONNXProgram.Failure) -> [ONNXTensor] {
        let rowCount = rows.count / count
        var tensors: [ONNXTensor] = []
        for part in parts {
            let values: ONNXValues
            switch part.type {
            case .float: values = .float(read(part, rows) { Float($0) })
            case .double: values = .double(read(part, rows) { $0 })
            case .bool: values = .bool(read(part, rows) { $0 != 0 })
            case .int64: values = .int64(try integers(part, rows))
            case .int32, .uint8: values = .int32(try integers(part, rows).map { Int32(clamping: $0) })
            case .string: values = .string(try texts(part, rows))
            }
            tensors.append(ONNXTensor([rowCount] + (part.tail ?? []), values))
        }
        return tensors
    }

    private func read<Element>(_ part: Part, _ rows: Span<Double>, _ make: (Double) -> Element) -> [Element] {
        var values: [Element] = []
        values.reserveCapacity(rows.count / count * part.columns.count)
        for start in stride(from: 0, to: rows.count, by: count) {
            for column in part.columns { values.append(make(rows[start + column])) }
        }
        return values
    }

    private func integers(_ part: Part, _ rows: Span<Double>) throws(ONNXProgram.Failure) -> [Int64] {
        var values: [Int64] = []
        for value in read(part, rows, { $0 }) {
            guard let whole = Int64(exactly: value.rounded(.towardZero)) else {
                throw ONNXProgram.Failure(place: "graph.input \"\(part.name)\"", fault: .input(value))
            }
            values.append(whole)
        }
        return values
    }

    private func texts(_ part: Part, _ rows: Span<Double>) throws(ONNXProgram.Failure) -> [String] {
        var values: [String] = []
        for start in stride(from: 0, to: rows.count, by: count) {
            for column in part.columns {
                let names = categories[column] ?? []
                let value = rows[start + column]
                guard let code = Int(exactly: value.rounded(.towardZero)), code >= 0 else {
                    throw ONNXProgram.Failure(place: "graph.input \"\(part.name)\"", fault: .input(value))
                }
                values.append(code < names.count ? names[code] : Self.otherText)
            }
        }
        return values
    }

    /// The text of a code beyond the categories; no exporter writes it.
    static let otherText = "\u{FFFF}"
}
