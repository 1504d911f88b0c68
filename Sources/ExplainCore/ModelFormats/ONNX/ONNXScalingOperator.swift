/// Operators that rescale or repair columns: `Scaler`, `Normalizer`, `Imputer`, `Binarizer`.
struct ONNXScalingOperator: ONNXOperator {
    enum Kind: String {
        case scaler = "Scaler"
        case normalizer = "Normalizer"
        case imputer = "Imputer"
        case binarizer = "Binarizer"
    }

    /// What a row is divided by.
    enum Norm: String {
        case largest = "MAX"
        case absolute = "L1"
        case euclidean = "L2"
    }

    let kind: Kind
    let norm: Norm
    private let offset: [Float]
    private let scale: [Float]
    private let imputed: [Float]
    private let imputedIntegers: [Int64]
    private let replaced: Float
    private let replacedInteger: Int64
    private let threshold: Float

    /// The operator of a node; nil when it is none of these.
    ///
    /// - Throws: ``ModelFormatError`` when its parameters are not usable.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard node.isML, let kind = Kind(rawValue: node.operation) else { return nil }
        self.kind = kind
        norm = kind == .normalizer ? try node.choice("norm", absent: .largest) : .largest
        offset = try node.finiteFloats("offset")
        scale = try node.finiteFloats("scale")
        imputed = try node.finiteFloats("imputed_value_floats")
        imputedIntegers = node.integers("imputed_value_int64s")
        replaced = node.float("replaced_value_float") ?? 0
        replacedInteger = node.integer("replaced_value_int64") ?? 0
        threshold = node.float("threshold") ?? 0
        if kind == .scaler, offset.isEmpty || scale.isEmpty { throw node.error("offset or scale is missing") }
        if kind == .imputer, imputed.isEmpty == imputedIntegers.isEmpty {
            throw node.error("the values to put in place of missing ones are not of one type")
        }
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        _ = try workspace.reserve(input.shape)
        let columns = input.shape.last ?? 1
        if kind == .imputer, !imputedIntegers.isEmpty { return [try imputeIntegers(input, columns)] }
        guard let values = input.values.floats else { throw .elementType(input.type, input: 0) }
        switch kind {
        case .scaler:
            let (offset, scale) = (try spread(offset, columns), try spread(scale, columns))
            return [
                input.with(values.enumerated().map { ($1 - offset[$0 % columns]) * scale[$0 % columns] })
            ]
        case .imputer:
            let imputed = try spread(imputed, columns)
            let isMissing: (Float) -> Bool = replaced.isNaN ? \.isNaN : { $0 == replaced }
            return [input.with(values.enumerated().map { isMissing($1) ? imputed[$0 % columns] : $1 })]
        case .binarizer: return [input.with(values.map { $0 > threshold ? 1 : 0 })]
        case .normalizer: return [input.with(normalise(values, columns))]
        }
    }

    private func imputeIntegers(_ input: ONNXTensor, _ columns: Int) throws(ONNXFault) -> ONNXTensor {
        guard case .int64(let values) = input.values else { throw .elementType(input.type, input: 0) }
        let imputed = try spread(imputedIntegers, columns)
        return ONNXTensor(
            input.shape, .int64(values.enumerated().map { $1 == replacedInteger ? imputed[$0 % columns] : $1 }))
    }

    /// One parameter a column; a single one is that of all columns.
    private func spread<Number>(_ parameters: [Number], _ columns: Int) throws(ONNXFault) -> [Number] {
        if parameters.count == 1 { return Array(repeating: parameters[0], count: max(1, columns)) }
        guard parameters.count == columns else { throw .columns(columns, parameters: parameters.count) }
        return parameters
    }

    /// Rows whose norm is zero stay as they are.
    private func normalise(_ values: [Float], _ columns: Int) -> [Float] {
        var result = values
        for start in stride(from: 0, to: values.count, by: max(1, columns)) {
            let row = values[start..<(start + columns)]
            let divisor: Float =
                switch norm {
                case .largest: row.reduce(-.infinity) { max($0, $1) }
                case .absolute: row.reduce(0) { $0 + $1.magnitude }
                case .euclidean: row.reduce(0) { $0 + $1 * $1 }.squareRoot()
                }
            guard divisor != 0 else { continue }
            for index in row.indices { result[index] = values[index] / divisor }
        }
        return result
    }
}

extension ONNXTensor {
    /// Other numbers in the same shape.
    func with(_ values: [Float]) -> ONNXTensor { ONNXTensor(shape, .float(values)) }
}
