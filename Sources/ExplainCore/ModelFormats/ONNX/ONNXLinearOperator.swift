/// `LinearRegressor` and `LinearClassifier`.
struct ONNXLinearOperator: ONNXOperator {
    /// One row of weights a score: scores x columns.
    let coefficients: [Float]
    let intercepts: [Float]
    let scores: ONNXClassScores

    /// The operator of a node; nil when it is none of these.
    ///
    /// - Throws: ``ModelFormatError`` when its parameters do not fit together.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard node.isML, node.operation == "LinearRegressor" || node.operation == "LinearClassifier" else { return nil }
        let isRegressor = node.operation == "LinearRegressor"
        coefficients = try node.finiteFloats("coefficients")
        let given = try node.finiteFloats("intercepts")
        let declared = isRegressor ? node.integer("targets") ?? 1 : Int64(given.count)
        guard let width = Int(exactly: declared), width > 0, width <= ModelFileLimits.maximumMargins else {
            throw node.error("\(declared) scores")
        }
        intercepts = given.isEmpty ? [Float](repeating: 0, count: width) : given
        guard intercepts.count == width, !coefficients.isEmpty, coefficients.count % width == 0 else {
            throw node.error("\(coefficients.count) coefficients and \(given.count) intercepts for \(width) scores")
        }
        let labels =
            isRegressor
            ? nil : try ONNXClassScores.labels(node, integers: "classlabels_ints", texts: "classlabels_strings")
        let isSecond = width == 1 && labels?.count == 2
        guard isRegressor || isSecond || labels?.count == width else {
            throw node.error("\(labels?.count ?? 0) classes for \(width) scores")
        }
        scores = ONNXClassScores(
            transform: try ONNXClassScores.transform(node, isRegressor: isRegressor, width: width),
            secondClass: isSecond ? .complement : .none, labels: labels, isLabelRead: node.isLabelRead)
    }

    /// The margins as a linear model over columns `mapping` of the rows: exact methods need its weights only.
    func linearModel(mapping: [Int], featureCount: Int, link: Link) -> LinearModel {
        precondition(mapping.count == columns, "there is a column for every coefficient")
        var weights: [Double] = []
        for score in intercepts.indices {
            var row = [Double](repeating: 0, count: featureCount)
            for (position, column) in mapping.enumerated() {
                row[column] += Double(coefficients[score * columns + position])
            }
            weights += row
        }
        var offsets = intercepts.map { Double($0) }
        if scores.secondClass != .none {
            // One score s is that of the second class; the first has -s, or 1 - s.
            weights = weights.map { -$0 } + weights
            offsets = [(link == .probability ? 1 : 0) - offsets[0], offsets[0]]
        }
        return LinearModel(
            featureCount: featureCount, weights: weights, intercepts: offsets, link: link, arithmetic: .double,
            structure: ModelStructure(format: "onnx", kind: "linear"))
    }

    /// The number of columns it reads.
    var columns: Int { coefficients.count / intercepts.count }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let (rows, columns, values) = try inputs.floatRows(0)
        guard columns == self.columns else { throw .columns(columns, parameters: self.columns) }
        let width = intercepts.count
        _ = try workspace.reserve([rows, max(2, width), 2])
        try workspace.work(rows * coefficients.count)
        var raw = [Float](repeating: 0, count: rows * width)
        for row in 0..<rows {
            for score in 0..<width {
                var sum: Float = 0
                for column in 0..<columns {
                    sum = Float.sum(
                        sum, values[row * columns + column], times: coefficients[score * columns + column])
                }
                raw[row * width + score] = sum + intercepts[score]
            }
        }
        return scores.outputs(raw, rows: rows, logistic: Float.logistic)
    }
}
