#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// `SVMRegressor`: a sum of kernels of the row and the support vectors.
struct ONNXSupportVectorOperator: ONNXOperator {
    enum Kernel: String {
        case linear = "LINEAR"
        case polynomial = "POLY"
        case radial = "RBF"
        case sigmoid = "SIGMOID"
    }

    private let kernel: Kernel
    private let gamma: Float
    private let constant: Float
    private let degree: Float
    private let coefficients: [Float]
    private let vectors: [Float]
    private let rho: Float
    private let isOneClass: Bool

    /// The operator of a node; nil when it is another.
    ///
    /// - Throws: ``ModelFormatError`` when its parameters do not fit together.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard node.isML, node.operation == "SVMRegressor" else { return nil }
        kernel = try node.choice("kernel_type", absent: .linear)
        let parameters = try node.finiteFloats("kernel_params")
        guard parameters.isEmpty || parameters.count == 3 else { throw node.error("\(parameters.count) kernel_params") }
        (gamma, constant, degree) = parameters.isEmpty ? (0, 0, 0) : (parameters[0], parameters[1], parameters[2])
        coefficients = try node.finiteFloats("coefficients")
        vectors = try node.finiteFloats("support_vectors")
        let rho = try node.finiteFloats("rho")
        guard rho.count == 1 else { throw node.error("\(rho.count) numbers in rho") }
        self.rho = rho[0]
        isOneClass = node.flag("one_class", false)
        let count = node.integer("n_supports") ?? 0
        guard !coefficients.isEmpty, count == 0 ? vectors.isEmpty : count == coefficients.count,
            vectors.count % coefficients.count == 0
        else {
            throw node.error(
                "\(count) support vectors, \(coefficients.count) coefficients and \(vectors.count) numbers for them")
        }
        _ = try ONNXClassScores.transform(node, isRegressor: true, width: 1)
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let (rows, columns, values) = try inputs.floatRows(0)
        let needed = vectors.isEmpty ? coefficients.count : vectors.count / coefficients.count
        guard columns == needed else { throw .columns(columns, parameters: needed) }
        _ = try workspace.reserve([rows, 1])
        try workspace.work(rows * max(vectors.count, coefficients.count))
        let results = (0..<rows).map { row in
            let score = self.score(values[(row * columns)..<((row + 1) * columns)], columns)
            return isOneClass ? (score > 0 ? 1 : -1) : score
        }
        return [ONNXTensor([rows, 1], .float(results))]
    }

    private func score(_ row: ArraySlice<Float>, _ columns: Int) -> Float {
        guard !vectors.isEmpty else { return value(row, coefficients[...]) + rho }
        var sum: Float = 0
        for (index, coefficient) in coefficients.enumerated() {
            sum = Float.sum(sum, coefficient, times: value(row, vectors[(index * columns)..<((index + 1) * columns)]))
        }
        return sum + rho
    }

    private func value(_ row: ArraySlice<Float>, _ vector: ArraySlice<Float>) -> Float {
        if kernel == .radial {
            return expf(-gamma * zip(row, vector).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
        }
        let product = zip(row, vector).reduce(Float(0)) { Float.sum($0, $1.0, times: $1.1) }
        switch kernel {
        case .linear, .radial: return product
        case .polynomial: return powf(gamma * product + constant, degree)
        case .sigmoid: return tanhf(gamma * product + constant)
        }
    }
}
