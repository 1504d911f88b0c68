/// `Where`: takes each element from one of two tensors.
struct ONNXSelectOperator: ONNXOperator {
    /// The operator of a node; nil when it is another.
    init?(_ node: ONNXNode) {
        guard !node.isML, node.operation == "Where" else { return nil }
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let condition = try inputs.tensor(0)
        let (left, right) = (try inputs.tensor(1), try inputs.tensor(2))
        guard case .bool(let chooses) = condition.values else { throw .elementType(condition.type, input: 0) }
        let shape = try ONNXBroadcast.shape(
            condition.shape, try ONNXBroadcast.shape(left.shape, right.shape))
        _ = try workspace.reserve(shape)
        let choice = ONNXBroadcast.positions(condition.shape, in: shape)
        let first = ONNXBroadcast.positions(left.shape, in: shape)
        let second = ONNXBroadcast.positions(right.shape, in: shape)
        func pick<Element>(_ a: [Element], _ b: [Element]) -> [Element] {
            choice.indices.map { chooses[choice[$0]] ? a[first[$0]] : b[second[$0]] }
        }
        let values: ONNXValues
        switch (left.values, right.values) {
        case (.float(let a), .float(let b)): values = .float(pick(a, b))
        case (.double(let a), .double(let b)): values = .double(pick(a, b))
        case (.int64(let a), .int64(let b)): values = .int64(pick(a, b))
        case (.int32(let a), .int32(let b)): values = .int32(pick(a, b))
        case (.uint8(let a), .uint8(let b)): values = .uint8(pick(a, b))
        case (.bool(let a), .bool(let b)): values = .bool(pick(a, b))
        case (.string(let a), .string(let b)): values = .string(pick(a, b))
        default: throw .typesDiffer(left.type, right.type)
        }
        return [ONNXTensor(shape, values)]
    }
}
