/// What a node of a graph computes; made once at load, with its attributes checked.
protocol ONNXOperator: Sendable {
    /// Computes the outputs in the order of the operator's definition; nil for those not computed.
    ///
    /// - Throws: ``ONNXFault`` when the inputs do not fit.
    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?]
}

extension [ONNXTensor?] {
    /// Input `index`.
    ///
    /// - Throws: ``ONNXFault/inputMissing(_:)``.
    func tensor(_ index: Int) throws(ONNXFault) -> ONNXTensor {
        guard let tensor = optional(index) else { throw .inputMissing(index) }
        return tensor
    }

    /// Input `index`; nil when it is left out.
    func optional(_ index: Int) -> ONNXTensor? { index < count ? self[index] : nil }

    /// The whole numbers of input `index`.
    ///
    /// - Throws: ``ONNXFault`` when it is absent or of another type.
    func integers(_ index: Int) throws(ONNXFault) -> [Int64] {
        let tensor = try tensor(index)
        guard let values = tensor.values.integers else { throw .elementType(tensor.type, input: index) }
        return values
    }

    /// The numbers of input `index` as float32, row by row: a tensor of one dimension is one row.
    ///
    /// - Throws: ``ONNXFault`` when it is absent or no matrix of numbers.
    func floatRows(_ index: Int) throws(ONNXFault) -> (rows: Int, columns: Int, values: [Float]) {
        let tensor = try tensor(index)
        guard let values = tensor.values.floats else { throw .elementType(tensor.type, input: index) }
        switch tensor.rank {
        case 1: return (1, tensor.shape[0], values)
        case 2: return (tensor.shape[0], tensor.shape[1], values)
        default: throw .rank(tensor.shape, input: index)
        }
    }
}
