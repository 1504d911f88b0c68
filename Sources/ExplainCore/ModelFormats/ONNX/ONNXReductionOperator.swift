/// Operators that reduce dimensions: sums, means, products, extremes, the position of the largest.
struct ONNXReductionOperator: ONNXOperator {
    enum Kind: String {
        case sum = "ReduceSum"
        case mean = "ReduceMean"
        case product = "ReduceProd"
        case logSumExp = "ReduceLogSumExp"
        case maximum = "ReduceMax"
        case minimum = "ReduceMin"
        case positionOfMaximum = "ArgMax"
    }

    let kind: Kind
    private let axes: [Int64]?
    private let keepsDimensions: Bool
    private let isEmptyNothing: Bool
    private let lastWins: Bool

    /// The operator of a node; nil when it is none of these.
    init?(_ node: ONNXNode) {
        guard !node.isML, let kind = Kind(rawValue: node.operation) else { return nil }
        self.kind = kind
        if kind == .positionOfMaximum {
            axes = [node.integer("axis") ?? 0]
        } else {
            axes = node.attributes["axes"]?.integers
        }
        keepsDimensions = node.flag("keepdims", true)
        isEmptyNothing = node.flag("noop_with_empty_axes", false)
        lastWins = node.flag("select_last_index", false)
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        let given = inputs.optional(1) == nil ? axes ?? [] : try inputs.integers(1)
        if given.isEmpty, isEmptyNothing { return [input] }
        var isReduced = [Bool](repeating: given.isEmpty, count: input.rank)
        for axis in given { isReduced[try ONNXTensor.axis(axis, rank: input.rank)] = true }
        let kept = input.shape.indices.filter { !isReduced[$0] }
        let outer = kept.map { input.shape[$0] }
        let count = try workspace.reserve(outer)
        try workspace.work(input.count)
        guard input.count > 0 || count == 0 else { throw .empty }
        let sources = Self.sources(input.shape, isReduced)
        let shape =
            keepsDimensions ? input.shape.indices.map { isReduced[$0] ? 1 : input.shape[$0] } : outer
        return [ONNXTensor(shape, try values(input, count: count, sources))]
    }

    /// For each result the positions of its elements, in order, one result after the other.
    private static func sources(_ shape: [Int], _ isReduced: [Bool]) -> [Int] {
        let order = shape.indices.filter { !isReduced[$0] } + shape.indices.filter { isReduced[$0] }
        return ONNXShapeOperator.permutedPositions(shape, order)
    }

    private func values(
        _ input: ONNXTensor, count: Int, _ sources: [Int]
    ) throws(ONNXFault) -> ONNXValues {
        switch input.values {
        case .float(let values): return try reduce(values, count, sources)
        case .double(let values): return try reduce(values, count, sources)
        case .int64(let values) where kind == .sum || kind == .product || kind == .positionOfMaximum:
            let width = sources.count / max(1, count)
            return .int64(
                (0..<count).map { index in
                    let part = sources[(index * width)..<((index + 1) * width)].lazy.map { values[$0] }
                    switch kind {
                    case .sum: return part.reduce(0, &+)
                    case .product: return part.reduce(1, &*)
                    default: return position(Array(part))
                    }
                })
        default: throw .elementType(input.type, input: 0)
        }
    }

    private func reduce<Number: ONNXFloat>(
        _ values: [Number], _ count: Int, _ sources: [Int]
    ) throws(ONNXFault) -> ONNXValues {
        let width = sources.count / max(1, count)
        var results: [Number] = []
        var positions: [Int64] = []
        for index in 0..<count {
            let part = sources[(index * width)..<((index + 1) * width)].map { values[$0] }
            switch kind {
            case .sum: results.append(Self.sum(part))
            case .mean: results.append(Self.sum(part) / Number(width))
            case .product: results.append(part.reduce(1, *))
            case .maximum: results.append(Self.largest(part))
            case .minimum: results.append(-Self.largest(part.map { -$0 }))
            case .positionOfMaximum: positions.append(position(part))
            case .logSumExp:
                let largest = Self.largest(part)
                let shift = largest.isFinite ? largest : 0
                results.append(shift + Number.logarithm(part.reduce(0) { $0 + Number.exponential($1 - shift) }))
            }
        }
        return kind == .positionOfMaximum ? .int64(positions) : Number.wrap(results)
    }

    /// The sum in onnxruntime's order: eight lanes, folded to four, to two and to one, and the rest one by one.
    private static func sum<Number: ONNXFloat>(_ values: [Number]) -> Number {
        guard values.count >= 4 else { return values.reduce(0, +) }
        var lanes = Array(values[..<4])
        let (whole, pairs) = (values.count / 4 * 4, values.count / 8 * 8)
        if pairs >= 8 {
            var others = Array(values[4..<8])
            for start in stride(from: 8, to: pairs, by: 8) {
                for lane in 0..<4 {
                    lanes[lane] += values[start + lane]
                    others[lane] += values[start + 4 + lane]
                }
            }
            for lane in 0..<4 { lanes[lane] += others[lane] }
            if whole > pairs { for lane in 0..<4 { lanes[lane] += values[pairs + lane] } }
        }
        let folded = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
        return values[whole...].reduce(folded, +)
    }

    private static func largest<Number: ONNXFloat>(_ values: [Number]) -> Number {
        values.reduce(-.infinity) { $0.isNaN || $1.isNaN ? .nan : Swift.max($0, $1) }
    }

    private func position<Number: Comparable>(_ values: [Number]) -> Int64 {
        var best = 0
        for (index, value) in values.enumerated() where value > values[best] || (lastWins && value == values[best]) {
            best = index
        }
        return Int64(best)
    }
}
