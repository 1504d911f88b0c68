/// `Cast`: the elements in another type.
struct ONNXCastOperator: ONNXOperator {
    let target: ONNXElementType

    /// The operator of a node; nil when it is another.
    ///
    /// - Throws: ``ModelFormatError`` when the type is not evaluated.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard !node.isML, node.operation == "Cast" else { return nil }
        let number = node.integer("to") ?? 0
        guard let target = ONNXElementType(rawValue: number) else {
            throw node.error("casts to \(ONNXElementType.name(of: number)) are not evaluated")
        }
        self.target = target
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        if input.type == target { return [input] }
        _ = try workspace.reserve(input.shape)
        return [ONNXTensor(input.shape, try cast(input))]
    }

    private func cast(_ input: ONNXTensor) throws(ONNXFault) -> ONNXValues {
        switch (input.values, target) {
        case (.string(let texts), _): return try parse(texts)
        case (.bool(let values), .float): return .float(values.map { $0 ? 1 : 0 })
        case (.bool(let values), .double): return .double(values.map { $0 ? 1 : 0 })
        case (.bool(let values), .int64): return .int64(values.map { $0 ? 1 : 0 })
        case (.bool(let values), .int32): return .int32(values.map { $0 ? 1 : 0 })
        case (.bool(let values), .uint8): return .uint8(values.map { $0 ? 1 : 0 })
        case (_, .string):
            guard let integers = input.values.integers else { throw .elementType(input.type, input: 0) }
            return .string(integers.map { String($0) })
        default: return try number(input)
        }
    }

    private func number(_ input: ONNXTensor) throws(ONNXFault) -> ONNXValues {
        switch target {
        case .float: if let values = input.values.floats { return .float(values) }
        case .double: if let values = input.values.doubles { return .double(values) }
        case .bool: if let values = input.values.doubles { return .bool(values.map { $0 != 0 }) }
        case .int64, .int32, .uint8:
            if let values = input.values.integers ?? input.values.doubles.map({ $0.map(Self.whole) }) {
                return Self.narrow(values, target)
            }
        case .string: break
        }
        throw .elementType(input.type, input: 0)
    }

    private func parse(_ texts: [String]) throws(ONNXFault) -> ONNXValues {
        switch target {
        case .int64:
            var values: [Int64] = []
            for text in texts {
                guard let value = Int64(text) else { throw .notANumber(text) }
                values.append(value)
            }
            return .int64(values)
        case .float:
            var values: [Float] = []
            for text in texts {
                guard let value = StrictNumber.float(text) else { throw .notANumber(text) }
                values.append(value)
            }
            return .float(values)
        default: throw .elementType(.string, input: 0)
        }
    }

    /// The whole part of a number; what Int64 cannot hold is its smallest number, as x86 processors convert it.
    static func whole(_ value: Double) -> Int64 { Int64(exactly: value.rounded(.towardZero)) ?? .min }

    private static func narrow(_ values: [Int64], _ target: ONNXElementType) -> ONNXValues {
        switch target {
        case .int32: .int32(values.map { Int32(truncatingIfNeeded: $0) })
        case .uint8: .uint8(values.map { UInt8(truncatingIfNeeded: $0) })
        default: .int64(values)
        }
    }
}
