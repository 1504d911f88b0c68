/// Matrix products, and the normalisation that follows them in networks.
struct ONNXMatrixOperator: ONNXOperator {
    enum Kind: String {
        case product = "MatMul"
        case affine = "Gemm"
        case normalisation = "BatchNormalization"
    }

    let kind: Kind
    private let alpha: Float
    private let beta: Float
    private let transposesFirst: Bool
    private let transposesSecond: Bool
    private let epsilon: Float

    /// The operator of a node; nil when it is none of these.
    ///
    /// - Throws: ``ModelFormatError`` when it is in training mode.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard !node.isML, let kind = Kind(rawValue: node.operation) else { return nil }
        guard node.integer("training_mode") ?? 0 == 0 else {
            throw node.error(
                "the node is in training mode", remedy: "export the model in evaluation mode (model.eval())")
        }
        self.kind = kind
        alpha = node.float("alpha") ?? 1
        beta = node.float("beta") ?? 1
        transposesFirst = node.flag("transA", false)
        transposesSecond = node.flag("transB", false)
        epsilon = node.float("epsilon") ?? 1e-5
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        switch try inputs.tensor(0).values {
        case .float: [try evaluate(inputs, &workspace, ONNXFloatMatrix<Float>.self) { $0.asFloat }]
        case .double: [try evaluate(inputs, &workspace, ONNXFloatMatrix<Double>.self) { $0.asDouble }]
        default: throw .elementType(try inputs.tensor(0).type, input: 0)
        }
    }

    private func evaluate<Number: ONNXFloat>(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace, _ type: ONNXFloatMatrix<Number>.Type,
        _ read: (ONNXValues) -> [Number]?
    ) throws(ONNXFault) -> ONNXTensor {
        func matrix(_ index: Int) throws(ONNXFault) -> ONNXFloatMatrix<Number> {
            let tensor = try inputs.tensor(index)
            guard let values = read(tensor.values) else { throw .elementType(tensor.type, input: index) }
            return ONNXFloatMatrix(shape: tensor.shape, values: values)
        }
        switch kind {
        case .product: return try matrix(0).product(try matrix(1), &workspace)
        case .normalisation:
            return try matrix(0).normalised(
                scale: try matrix(1), offset: try matrix(2), mean: try matrix(3), variance: try matrix(4),
                epsilon: Number(epsilon), &workspace)
        case .affine:
            let left = transposesFirst ? try matrix(0).transposed(&workspace) : try matrix(0)
            let right = transposesSecond ? try matrix(1).transposed(&workspace) : try matrix(1)
            guard left.shape.count == 2 else { throw .rank(left.shape, input: 0) }
            guard right.shape.count == 2 else { throw .rank(right.shape, input: 1) }
            let product = try left.product(right, &workspace)
            guard let values = read(product.values) else { throw .elementType(product.type, input: 0) }
            var sums = alpha == 1 ? values : values.map { Number(alpha) * $0 }
            if inputs.optional(2) != nil {
                let offset = try matrix(2)
                guard try ONNXBroadcast.shape(product.shape, offset.shape) == product.shape else {
                    throw .shapes(product.shape, offset.shape)
                }
                let factor = Number(beta)
                sums = ONNXBroadcast.map(
                    sums, product.shape, offset.values, offset.shape, to: product.shape
                ) { $0 + factor * $1 }
            }
            return ONNXTensor(product.shape, Number.wrap(sums))
        }
    }
}

extension ONNXValues {
    /// The elements where they are float32.
    var asFloat: [Float]? {
        if case .float(let values) = self { return values }
        return nil
    }

    /// The elements where they are float64.
    var asDouble: [Double]? {
        if case .double(let values) = self { return values }
        return nil
    }
}
