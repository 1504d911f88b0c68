/// Operators that map each element by itself.
struct ONNXUnaryOperator: ONNXOperator {
    enum Kind: String {
        case negate = "Neg"
        case absolute = "Abs"
        case exponential = "Exp"
        case logarithm = "Log"
        case squareRoot = "Sqrt"
        case reciprocal = "Reciprocal"
        case floor = "Floor"
        case ceiling = "Ceil"
        case rectify = "Relu"
        case leakyRectify = "LeakyRelu"
        case exponentialLinear = "Elu"
        case softplus = "Softplus"
        case logistic = "Sigmoid"
        case hyperbolicTangent = "Tanh"
        case clip = "Clip"
        case not = "Not"
        case isNaN = "IsNaN"
    }

    private static let functions: Set<Kind> = [
        .exponential, .logarithm, .exponentialLinear, .softplus, .logistic, .hyperbolicTangent,
    ]

    let kind: Kind
    private let alpha: Float
    private let minimum: Float?
    private let maximum: Float?

    /// The operator of a node; nil when it is none of these.
    init?(_ node: ONNXNode) {
        guard !node.isML, let kind = Kind(rawValue: node.operation) else { return nil }
        self.kind = kind
        alpha = node.float("alpha") ?? (kind == .leakyRectify ? 0.01 : 1)
        minimum = node.float("min")
        maximum = node.float("max")
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        let count = try workspace.reserve(input.shape)
        // Functions of the C library take some eight times as long as a sum.
        if Self.functions.contains(kind) { try workspace.work(7 * count) }
        if kind == .clip { return [ONNXTensor(input.shape, try clip(input, inputs))] }
        return [ONNXTensor(input.shape, try values(input))]
    }

    private func values(_ input: ONNXTensor) throws(ONNXFault) -> ONNXValues {
        switch (input.values, kind) {
        case (.float(let values), .isNaN): .bool(values.map(\.isNaN))
        case (.double(let values), .isNaN): .bool(values.map(\.isNaN))
        case (.bool(let values), .not): .bool(values.map { !$0 })
        case (.int64(let values), .negate): .int64(values.map { 0 &- $0 })
        case (.int32(let values), .negate): .int32(values.map { 0 &- $0 })
        case (.int64(let values), .absolute): .int64(values.map { $0 < 0 ? 0 &- $0 : $0 })
        case (.int32(let values), .absolute): .int32(values.map { $0 < 0 ? 0 &- $0 : $0 })
        case (.int64(let values), .rectify): .int64(values.map { max($0, 0) })
        case (.float(let values), _): .float(try map(values, input.type))
        case (.double(let values), _): .double(try map(values, input.type))
        default: throw .elementType(input.type, input: 0)
        }
    }

    private func map<Number: ONNXFloat>(
        _ values: [Number], _ type: ONNXElementType
    ) throws(ONNXFault) -> [Number] {
        let alpha = Number(alpha)
        switch kind {
        case .negate: return values.map { -$0 }
        case .absolute: return values.map(\.magnitude)
        case .exponential: return values.map { Number.exponential($0) }
        case .logarithm: return values.map { Number.logarithm($0) }
        case .squareRoot: return values.map { $0.squareRoot() }
        case .reciprocal: return values.map { 1 / $0 }
        case .floor: return values.map { $0.rounded(.down) }
        case .ceiling: return values.map { $0.rounded(.up) }
        // A NaN stays one: it is not below zero.
        case .rectify: return values.map { $0 < 0 ? 0 : $0 }
        case .leakyRectify: return values.map { $0 < 0 ? alpha * $0 : $0 }
        case .exponentialLinear: return values.map { $0 < 0 ? alpha * (Number.exponential($0) - 1) : $0 }
        case .softplus:
            return values.map { max($0, 0) + Number.logarithm(1 + Number.exponential(-$0.magnitude)) }
        case .logistic: return values.map { Number.logistic($0) }
        case .hyperbolicTangent: return values.map { Number.hyperbolicTangent($0) }
        case .clip, .not, .isNaN: throw .elementType(type, input: 0)
        }
    }

    /// The bounds are attributes up to version 10, inputs from 11 on.
    private func clip(_ input: ONNXTensor, _ inputs: [ONNXTensor?]) throws(ONNXFault) -> ONNXValues {
        switch input.values {
        case .float(let values): return .float(try clip(values, inputs) { $0.floats })
        case .double(let values): return .double(try clip(values, inputs) { $0.doubles })
        default: throw .elementType(input.type, input: 0)
        }
    }

    private func clip<Number: ONNXFloat>(
        _ values: [Number], _ inputs: [ONNXTensor?], _ read: (ONNXValues) -> [Number]?
    ) throws(ONNXFault) -> [Number] {
        let low = try bound(1, inputs, read) ?? minimum.map { Number($0) } ?? -.infinity
        let high = try bound(2, inputs, read) ?? maximum.map { Number($0) } ?? .infinity
        return values.map { value in
            let raised = value < low ? low : value
            return raised > high ? high : raised
        }
    }

    private func bound<Number: ONNXFloat>(
        _ index: Int, _ inputs: [ONNXTensor?], _ read: (ONNXValues) -> [Number]?
    ) throws(ONNXFault) -> Number? {
        guard let tensor = inputs.optional(index) else { return nil }
        guard tensor.count == 1, let values = read(tensor.values) else { throw .rank(tensor.shape, input: index) }
        return values[0]
    }
}
