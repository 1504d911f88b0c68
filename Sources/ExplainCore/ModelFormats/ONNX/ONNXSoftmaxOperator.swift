/// `Softmax`: exponentials that add up to 1.
struct ONNXSoftmaxOperator: ONNXOperator {
    /// Before version 13 everything from the axis on is normalised together, after it the axis alone.
    private let isFlat: Bool
    let axis: Int64

    /// The operator of a node; nil when it is another.
    init?(_ node: ONNXNode) {
        guard !node.isML, node.operation == "Softmax" else { return nil }
        isFlat = node.version < 13
        axis = node.integer("axis") ?? (isFlat ? 1 : -1)
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        // Flattening at the number of dimensions leaves one element a row.
        let axis =
            isFlat && axis == Int64(input.rank) ? input.rank : try ONNXTensor.axis(self.axis, rank: input.rank)
        let inner = isFlat ? 1 : input.shape.dropFirst(axis + 1).reduce(1, *)
        let width = isFlat ? input.shape.dropFirst(axis).reduce(1, *) : input.shape[axis]
        let count = try workspace.reserve(input.shape)
        try workspace.work(3 * count)
        guard count > 0 else { return [input] }
        switch input.values {
        case .float(let values): return [ONNXTensor(input.shape, .float(Self.normalise(values, width, inner)))]
        case .double(let values): return [ONNXTensor(input.shape, .double(Self.normalise(values, width, inner)))]
        default: throw .elementType(input.type, input: 0)
        }
    }

    /// Softmax over `width` elements that are `inner` apart.
    static func normalise<Number: ONNXFloat>(_ values: [Number], _ width: Int, _ inner: Int) -> [Number] {
        var result = values
        for block in 0..<(values.count / (width * inner)) {
            for offset in 0..<inner {
                let start = block * width * inner + offset
                var largest = -Number.infinity
                for index in 0..<width { largest = max(largest, values[start + index * inner]) }
                var sum: Number = 0
                for index in 0..<width {
                    let power = Number.exponential(values[start + index * inner] - largest)
                    result[start + index * inner] = power
                    sum += power
                }
                for index in 0..<width { result[start + index * inner] /= sum }
            }
        }
        return result
    }
}
