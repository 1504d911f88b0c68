/// Operators that pick out slices, or put tensors together.
struct ONNXGatherOperator: ONNXOperator {
    enum Kind: String {
        case gather = "Gather"
        case concatenate = "Concat"
        case extract = "ArrayFeatureExtractor"
    }

    let kind: Kind
    let axis: Int64

    /// The operator of a node; nil when it is none of these.
    init?(_ node: ONNXNode) {
        guard let kind = Kind(rawValue: node.operation), node.isML == (kind == .extract) else { return nil }
        self.kind = kind
        axis = node.integer("axis") ?? 0
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        switch kind {
        case .gather:
            let (data, chosen) = (try inputs.tensor(0), try inputs.tensor(1))
            let axis = try ONNXTensor.axis(self.axis, rank: data.rank)
            return [try gather(data, try inputs.integers(1), chosen.shape, axis, &workspace)]
        case .extract:
            let data = try inputs.tensor(0)
            let chosen = try inputs.integers(1)
            guard let last = data.shape.indices.last else { throw .rank(data.shape, input: 0) }
            // A vector becomes a matrix of one row.
            let rows = data.rank == 1 ? data.reshaped([1] + data.shape) : data
            return [try gather(rows, chosen, [chosen.count], data.rank == 1 ? 1 : last, &workspace)]
        case .concatenate:
            var tensors: [ONNXTensor] = []
            for index in inputs.indices { tensors.append(try inputs.tensor(index)) }
            return [try concatenate(tensors, &workspace)]
        }
    }

    private func gather(
        _ data: ONNXTensor, _ indices: [Int64], _ indexShape: [Int], _ axis: Int, _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> ONNXTensor {
        let size = data.shape[axis]
        var chosen: [Int] = []
        chosen.reserveCapacity(indices.count)
        for index in indices {
            guard let given = Int(exactly: index), given >= -size, given < size else {
                throw .index(index, count: size)
            }
            chosen.append(given < 0 ? given + size : given)
        }
        let shape = Array(data.shape[..<axis]) + indexShape + Array(data.shape[(axis + 1)...])
        let count = try workspace.reserve(shape)
        let outer = data.shape[..<axis].reduce(1, *)
        let inner = data.shape[(axis + 1)...].reduce(1, *)
        var positions: [Int] = []
        positions.reserveCapacity(count)
        for block in 0..<outer {
            for index in chosen {
                let start = (block * size + index) * inner
                for offset in 0..<inner { positions.append(start + offset) }
            }
        }
        return ONNXTensor(shape, data.values.selecting(positions))
    }

    private func concatenate(
        _ tensors: [ONNXTensor], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> ONNXTensor {
        guard let first = tensors.first else { throw .inputMissing(0) }
        let axis = try ONNXTensor.axis(self.axis, rank: first.rank)
        var shape = first.shape
        shape[axis] = 0
        for tensor in tensors {
            guard tensor.type == first.type else { throw .typesDiffer(first.type, tensor.type) }
            guard tensor.rank == first.rank,
                tensor.shape.indices.allSatisfy({ $0 == axis || tensor.shape[$0] == first.shape[$0] })
            else { throw .shapes(first.shape, tensor.shape) }
            let (sum, overflow) = shape[axis].addingReportingOverflow(tensor.shape[axis])
            guard !overflow else { throw .shapes(first.shape, tensor.shape) }
            shape[axis] = sum
        }
        _ = try workspace.reserve(shape)
        let blocks = shape[..<axis].reduce(1, *)
        let widths = tensors.map { $0.shape[axis...].reduce(1, *) }
        let values = ONNXValues.joining(tensors.map(\.values), first.type, widths: widths, blocks: blocks)
        return ONNXTensor(shape, values)
    }
}
