/// `TreeEnsembleRegressor`, `TreeEnsembleClassifier` and `TreeEnsemble`.
struct ONNXTreeOperator: ONNXOperator {
    let forest: ONNXForest
    let scores: ONNXClassScores
    /// Whether the output has the type of the input: version 5 says so.
    private let keepsType: Bool

    /// The operator of a node; nil when it is none of these.
    ///
    /// - Throws: ``ModelFormatError`` when the trees are not sound.
    init?(_ node: ONNXNode) throws(ModelFormatError) {
        guard node.isML else { return nil }
        keepsType = node.operation == "TreeEnsemble"
        switch node.operation {
        case "TreeEnsemble":
            forest = try ONNXForest(version5: node)
            guard let transform = ONNXPostTransform(number: node.integer("post_transform") ?? 0) else {
                throw node.error("post_transform PROBIT, or none")
            }
            guard transform == .none || forest.targets > 1 else {
                throw node.error("post_transform \(transform.rawValue) of a single target")
            }
            scores = ONNXClassScores(transform: transform, secondClass: .none, labels: nil, isLabelRead: false)
        case "TreeEnsembleRegressor":
            guard let targets = Int(exactly: node.integer("n_targets") ?? 1),
                1...ModelFileLimits.maximumMargins ~= targets
            else { throw node.error("n_targets is no number of outputs") }
            forest = try ONNXForest(node, prefix: "target", targets: targets)
            scores = ONNXClassScores(
                transform: try ONNXClassScores.transform(node, isRegressor: true, width: targets),
                secondClass: .none, labels: nil, isLabelRead: false)
        case "TreeEnsembleClassifier": (forest, scores) = try Self.classifier(node)
        default: return nil
        }
    }

    /// A classifier; of two classes it may give weights of one only.
    private static func classifier(_ node: ONNXNode) throws(ModelFormatError) -> (ONNXForest, ONNXClassScores) {
        guard
            let labels = try ONNXClassScores.labels(
                node, integers: "classlabels_int64s", texts: "classlabels_strings")
        else { throw node.error("the classes are missing") }
        guard labels.count <= ModelFileLimits.maximumMargins else { throw node.error("\(labels.count) classes") }
        let ids = Set(node.integers("class_ids"))
        let isSingle = labels.count == 2 && ids == [0]
        guard labels.count != 2 || ids != [1] || node.attributes["base_values"] == nil else {
            throw node.error("base values for the weights of the second class alone, which runtimes read in two ways")
        }
        let forest = try ONNXForest(node, prefix: "class", targets: isSingle ? 1 : labels.count)
        let isPositive = forest.weights.allSatisfy { $0.value >= 0 }
        let scores = ONNXClassScores(
            transform: try ONNXClassScores.transform(node, isRegressor: labels.count < 2, width: labels.count),
            secondClass: isSingle ? isPositive ? .complement : .negation : .none, labels: labels,
            isLabelRead: node.isLabelRead, isFrequency: isPositive)
        return (forest, scores)
    }

    func evaluate(
        _ inputs: [ONNXTensor?], _ workspace: inout ONNXWorkspace
    ) throws(ONNXFault) -> [ONNXTensor?] {
        let input = try inputs.tensor(0)
        guard input.rank == 1 || input.rank == 2 else { throw .rank(input.shape, input: 0) }
        guard let values = input.values.doubles else { throw .elementType(input.type, input: 0) }
        let (rows, columns) = input.rank == 1 ? (1, input.shape[0]) : (input.shape[0], input.shape[1])
        guard columns >= forest.columns else { throw .columns(columns, parameters: forest.columns) }
        _ = try workspace.reserve([rows, max(2, forest.targets), 2])
        try workspace.work(rows * forest.operations)
        if keepsType, case .double = input.values {
            var raw: [Double] = []
            for row in 0..<rows {
                raw += forest.evaluate(values.span, at: row * columns, as: Double.self)
            }
            guard scores.transform == .none else { throw .elementType(.double, input: 0) }
            let result = ONNXTensor([rows, forest.targets], .double(raw))
            return [result, result]
        }
        var raw: [Float] = []
        raw.reserveCapacity(rows * forest.targets)
        for row in 0..<rows {
            if forest.isDouble {
                raw += forest.evaluate(values.span, at: row * columns, as: Double.self).map { Float($0) }
            } else {
                raw += forest.evaluate(values.span, at: row * columns, as: Float.self)
            }
        }
        return scores.outputs(raw, rows: rows, logistic: ONNXPostTransform.logistic)
    }
}
