/// Operators that combine the elements of tensors pair by pair, broadcasting them to a common shape.
struct ONNXBinaryOperator: ONNXOperator {
    enum Kind: String {
        case add = "Add"
        case subtract = "Sub"
        case multiply = "Mul"
        case divide = "Div"
        case power = "Pow"
        case sum = "Sum"
        case minimum = "Min"
        case maximum = "Max"
        case equal = "Equal"
        case less = "Less"
        case greater = "Greater"
        case lessOrEqual = "LessOrEqual"
        case greaterOrEqual = "GreaterOrEqual"
        case and = "And"
        case or = "Or"
    }

    let kind: Kind

    /// The operator of a node; nil when it is none of these.
    init?(_ node: ONNXNode) {
        guard !node.isML, let kind = Kind(rawValue: node.operation) else { return nil }
        self.kind = kind
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        var result = try inputs.tensor(0)
        let isVariadic = [.sum, .minimum, .maximum].contains(kind)
        guard isVariadic || inputs.count >= 2 else { throw .inputMissing(1) }
        for index in inputs.indices.dropFirst() {
            result = try combine(result, try inputs.tensor(index), &workspace)
        }
        return [result]
    }

    private func combine(
        _ left: ONNXTensor, _ right: ONNXTensor, _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> ONNXTensor {
        let shape = try ONNXBroadcast.shape(left.shape, right.shape)
        let count = try workspace.reserve(shape)
        if kind == .power { try workspace.work(7 * count) }
        func map<Element, Result>(
            _ a: [Element], _ b: [Element], _ combine: (Element, Element) -> Result
        ) -> [Result] {
            ONNXBroadcast.map(a, left.shape, b, right.shape, to: shape, combine)
        }
        let values: ONNXValues
        switch (left.values, right.values) {
        case (.float(let a), .float(let b)): values = try combine(a, b, map, map)
        case (.double(let a), .double(let b)): values = try combine(a, b, map, map)
        case (.float(let a), _) where kind == .power: values = try combine(a, right.values.floats ?? [], map, map)
        case (.double(let a), _) where kind == .power: values = try combine(a, right.values.doubles ?? [], map, map)
        case (.int64(let a), .int64(let b)):
            if kind == .divide, b.contains(0) { throw .divisionByZero }
            values = try integers(a, b, map, map) { .int64($0) }
        case (.int32(let a), .int32(let b)):
            if kind == .divide, b.contains(0) { throw .divisionByZero }
            values = try integers(a, b, map, map) { .int32($0) }
        case (.bool(let a), .bool(let b)):
            switch kind {
            case .and: values = .bool(map(a, b) { $0 && $1 })
            case .or: values = .bool(map(a, b) { $0 || $1 })
            case .equal: values = .bool(map(a, b) { $0 == $1 })
            default: throw .elementType(.bool, input: 0)
            }
        case (.string(let a), .string(let b)) where kind == .equal: values = .bool(map(a, b) { $0 == $1 })
        default: throw left.type == right.type ? .elementType(left.type, input: 0) : .typesDiffer(left.type, right.type)
        }
        return ONNXTensor(shape, values)
    }

    private func combine<Number: ONNXFloat>(
        _ a: [Number], _ b: [Number],
        _ numbers: ([Number], [Number], (Number, Number) -> Number) -> [Number],
        _ truths: ([Number], [Number], (Number, Number) -> Bool) -> [Bool]
    ) throws(ONNXFault) -> ONNXValues {
        guard !b.isEmpty || a.isEmpty else { throw .elementType(.string, input: 1) }
        switch kind {
        case .add, .sum: return Number.wrap(numbers(a, b) { $0 + $1 })
        case .subtract: return Number.wrap(numbers(a, b) { $0 - $1 })
        case .multiply: return Number.wrap(numbers(a, b) { $0 * $1 })
        case .divide: return Number.wrap(numbers(a, b) { $0 / $1 })
        case .power: return Number.wrap(numbers(a, b) { Self.power($0, $1) })
        case .minimum: return Number.wrap(numbers(a, b) { $0.isNaN || $1.isNaN ? .nan : Swift.min($0, $1) })
        case .maximum: return Number.wrap(numbers(a, b) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) })
        case .equal: return .bool(truths(a, b) { $0 == $1 })
        case .less: return .bool(truths(a, b) { $0 < $1 })
        case .greater: return .bool(truths(a, b) { $0 > $1 })
        case .lessOrEqual: return .bool(truths(a, b) { $0 <= $1 })
        case .greaterOrEqual: return .bool(truths(a, b) { $0 >= $1 })
        case .and, .or: throw .elementType(.float, input: 0)
        }
    }

    private func integers<Number: FixedWidthInteger>(
        _ a: [Number], _ b: [Number],
        _ numbers: ([Number], [Number], (Number, Number) -> Number) -> [Number],
        _ truths: ([Number], [Number], (Number, Number) -> Bool) -> [Bool],
        _ wrap: ([Number]) -> ONNXValues
    ) throws(ONNXFault) -> ONNXValues {
        switch kind {
        case .add, .sum: return wrap(numbers(a, b) { $0 &+ $1 })
        case .subtract: return wrap(numbers(a, b) { $0 &- $1 })
        case .multiply: return wrap(numbers(a, b) { $0 &* $1 })
        // The smallest number divided by -1 overflows, and is itself.
        case .divide: return wrap(numbers(a, b) { $0.dividedReportingOverflow(by: $1).partialValue })
        case .minimum: return wrap(numbers(a, b) { Swift.min($0, $1) })
        case .maximum: return wrap(numbers(a, b) { Swift.max($0, $1) })
        case .equal: return .bool(truths(a, b) { $0 == $1 })
        case .less: return .bool(truths(a, b) { $0 < $1 })
        case .greater: return .bool(truths(a, b) { $0 > $1 })
        case .lessOrEqual: return .bool(truths(a, b) { $0 <= $1 })
        case .greaterOrEqual: return .bool(truths(a, b) { $0 >= $1 })
        case .power, .and, .or: throw .elementType(.int64, input: 0)
        }
    }

    /// Squares and cubes are products, as onnxruntime computes them.
    private static func power<Number: ONNXFloat>(_ base: Number, _ exponent: Number) -> Number {
        if exponent == 2 { return base * base }
        if exponent == 3 { return base * base * base }
        return Number.power(base, exponent)
    }
}
