/// Operators that move elements without computing with them.
struct ONNXShapeOperator: ONNXOperator {
    enum Kind: String {
        case identity = "Identity"
        case dropout = "Dropout"
        case reshape = "Reshape"
        case flatten = "Flatten"
        case squeeze = "Squeeze"
        case unsqueeze = "Unsqueeze"
        case transpose = "Transpose"
        case shape = "Shape"
        case constantOfShape = "ConstantOfShape"
    }

    let kind: Kind
    private let axis: Int64
    private let axes: [Int64]
    private let order: [Int64]?
    private let zeroMeansZero: Bool
    private let start: Int64
    private let end: Int64?
    private let fill: ONNXTensor

    /// The operator of a node; nil when it is none of these.
    ///
    /// - Throws: ``ModelFormatError`` when the fill is not one value.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard !node.isML, let kind = Kind(rawValue: node.operation) else { return nil }
        self.kind = kind
        axis = node.integer("axis") ?? 1
        axes = node.integers("axes")
        order = node.attributes["perm"]?.integers
        zeroMeansZero = node.flag("allowzero", false)
        start = node.integer("start") ?? 0
        end = node.integer("end")
        fill = node.attributes["value"]?.tensor ?? ONNXTensor([1], .float([0]))
        guard fill.count == 1 else { throw node.error("the value to fill with is not one number") }
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        switch kind {
        case .identity, .dropout: return [input]
        case .reshape: return [input.reshaped(try reshape(input, to: try inputs.integers(1)))]
        case .flatten: return [input.reshaped(try flatten(input))]
        case .squeeze: return [input.reshaped(try squeeze(input, inputs))]
        case .unsqueeze: return [input.reshaped(try unsqueeze(input, inputs))]
        case .transpose: return [try transpose(input, &workspace)]
        case .shape: return [shape(of: input)]
        case .constantOfShape:
            let dimensions = try inputs.integers(0)
            let shape = dimensions.compactMap { Int(exactly: $0) }
            guard shape.allSatisfy({ $0 >= 0 }) else { throw .dimensions(dimensions) }
            let count = try workspace.reserve(shape)
            return [ONNXTensor(shape, fill.values.repeating(count))]
        }
    }

    private func reshape(_ input: ONNXTensor, to target: [Int64]) throws(ONNXFault) -> [Int] {
        var shape: [Int] = []
        var open: Int?
        for (index, dimension) in target.enumerated() {
            switch dimension {
            case -1:
                guard open == nil else { throw .reshape(input.shape, to: target) }
                open = index
                shape.append(1)
            case 0 where !zeroMeansZero:
                guard index < input.rank else { throw .reshape(input.shape, to: target) }
                shape.append(input.shape[index])
            default:
                guard let size = Int(exactly: dimension), size >= 0 else { throw .reshape(input.shape, to: target) }
                shape.append(size)
            }
        }
        guard let count = ONNXTensor.count(shape) else { throw .reshape(input.shape, to: target) }
        if let open {
            guard count > 0, input.count % count == 0 else { throw .reshape(input.shape, to: target) }
            shape[open] = input.count / count
        } else if count != input.count {
            throw .reshape(input.shape, to: target)
        }
        return shape
    }

    private func flatten(_ input: ONNXTensor) throws(ONNXFault) -> [Int] {
        let axis = axis == Int64(input.rank) ? input.rank : try ONNXTensor.axis(self.axis, rank: input.rank)
        return [input.shape[..<axis].reduce(1, *), input.shape[axis...].reduce(1, *)]
    }

    /// The axes are an attribute before version 13, an input after.
    private func squeeze(_ input: ONNXTensor, _ inputs: [ONNXTensor?]) throws(ONNXFault) -> [Int] {
        let given = inputs.optional(1) == nil ? axes : try inputs.integers(1)
        var goes = input.shape.map { given.isEmpty && $0 == 1 }
        for axis in given {
            let place = try ONNXTensor.axis(axis, rank: input.rank)
            guard input.shape[place] == 1 else { throw .axis(axis, rank: input.rank) }
            goes[place] = true
        }
        return input.shape.indices.filter { !goes[$0] }.map { input.shape[$0] }
    }

    private func unsqueeze(_ input: ONNXTensor, _ inputs: [ONNXTensor?]) throws(ONNXFault) -> [Int] {
        let given = inputs.optional(1) == nil ? axes : try inputs.integers(1)
        let rank = input.rank + given.count
        var isNew = [Bool](repeating: false, count: rank)
        for axis in given {
            let place = try ONNXTensor.axis(axis, rank: rank)
            guard !isNew[place] else { throw .axis(axis, rank: rank) }
            isNew[place] = true
        }
        var rest = input.shape[...]
        return isNew.map { $0 ? 1 : rest.popFirst() ?? 1 }
    }

    private func transpose(
        _ input: ONNXTensor, _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> ONNXTensor {
        var order = Array(input.shape.indices.reversed())
        if let given = self.order {
            order = []
            for axis in given { order.append(try ONNXTensor.axis(axis, rank: input.rank)) }
            guard order.sorted() == Array(input.shape.indices) else { throw .dimensions(given) }
        }
        let shape = order.map { input.shape[$0] }
        _ = try workspace.reserve(shape)
        return ONNXTensor(shape, input.values.selecting(Self.permutedPositions(input.shape, order)))
    }

    /// The positions of a tensor's elements in the order that its dimensions have in `order`, a permutation of them.
    static func permutedPositions(_ shape: [Int], _ order: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for index in shape.indices.dropLast().reversed() { strides[index] = strides[index + 1] * shape[index + 1] }
        var positions = [0]
        for axis in order.reversed() {
            let block = positions
            positions = []
            positions.reserveCapacity(block.count * shape[axis])
            for index in 0..<shape[axis] {
                for position in block { positions.append(position + index * strides[axis]) }
            }
        }
        return positions
    }

    private func shape(of input: ONNXTensor) -> ONNXTensor {
        func place(_ axis: Int64) -> Int {
            let own = axis < 0 ? axis + Int64(input.rank) : axis
            return Int(min(max(own, 0), Int64(input.rank)))
        }
        let range = place(start)..<max(place(start), end.map(place) ?? input.rank)
        return ONNXTensor([range.count], .int64(input.shape[range].map { Int64($0) }))
    }
}
