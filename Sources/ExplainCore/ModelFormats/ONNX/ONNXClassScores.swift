/// From the raw scores of a classifier or regressor to its outputs.
struct ONNXClassScores: Sendable {
    /// How one score of a two-class classifier becomes two.
    enum SecondClass: Sendable {
        /// Every class has its own score.
        case none
        /// The first class has 1 - s.
        case complement
        /// The first class has -s.
        case negation
    }

    /// The classes in order; nil for a regressor.
    enum Labels: Sendable {
        case integers([Int64])
        case texts([String])

        var count: Int { names.count }

        var names: [String] {
            switch self {
            case .integers(let values): values.map { String($0) }
            case .texts(let values): values
            }
        }
    }

    let transform: ONNXPostTransform
    let secondClass: SecondClass
    let labels: Labels?
    /// Whether another node reads the label.
    let isLabelRead: Bool
    /// Whether the raw scores are class frequencies.
    var isFrequency = false

    /// The link from margins to outputs; nil where margins mean nothing beside the outputs.
    var link: Link? {
        switch transform {
        case .none: secondClass == .complement || isFrequency ? .probability : .identity
        case .logistic: .logit
        case .softmax: secondClass == .none ? .softmax : secondClass == .complement ? .probability : .identity
        case .softmaxZero: nil
        }
    }

    /// The outputs of a node: labels (of a classifier), scores, and the margins that became the scores.
    func outputs(_ raw: [Float], rows: Int, logistic: (Float) -> Float) -> [ONNXTensor?] {
        let width = rows == 0 ? 1 : raw.count / rows
        guard secondClass != .none else {
            let shape = [rows, width]
            let scores = ONNXTensor(shape, .float(transform.apply(raw, width: width, logistic: logistic)))
            let margins = ONNXTensor(shape, .float(raw))
            return labels == nil ? [scores, margins] : [label(raw, width: width, threshold: nil), scores, margins]
        }
        var scores: [Float] = []
        var margins: [Float] = []
        for score in raw {
            let first = secondClass == .complement && transform != .logistic ? 1 - score : -score
            margins += [first, score]
            scores += transform == .logistic ? [logistic(-score), logistic(score)] : [first, score]
        }
        let shape = [rows, 2]
        return [
            label(raw, width: 1, threshold: secondClass == .complement && isFrequency ? 0.5 : 0),
            ONNXTensor(shape, .float(scores)), ONNXTensor(shape, .float(margins)),
        ]
    }

    /// The class of the largest score, or by a threshold that the only score must be above.
    private func label(_ raw: [Float], width: Int, threshold: Float?) -> ONNXTensor? {
        guard let labels, isLabelRead else { return nil }
        let positions = stride(from: 0, to: raw.count, by: max(1, width)).map { start in
            if let threshold { return raw[start] > threshold ? 1 : 0 }
            var best = 0
            for index in 0..<width where raw[start + index] > raw[start + best] { best = index }
            return best
        }
        switch labels {
        case .integers(let values): return ONNXTensor([positions.count], .int64(positions.map { values[$0] }))
        case .texts(let values): return ONNXTensor([positions.count], .string(positions.map { values[$0] }))
        }
    }
}

extension ONNXClassScores {
    /// The classes of a node; nil when it names none.
    ///
    /// - Throws: ``ModelFormatError`` when it names them twice.
    static func labels(_ node: ONNXNode, integers: String, texts: String) throws(ModelFormatError) -> Labels? {
        let (numbers, names) = (node.integers(integers), node.texts(texts))
        guard numbers.isEmpty || names.isEmpty else { throw node.error("both \(integers) and \(texts) are given") }
        if !names.isEmpty { return .texts(names) }
        return numbers.isEmpty ? nil : .integers(numbers)
    }

    /// The transform of a node.
    ///
    /// - Throws: ``ModelFormatError`` for one that is not evaluated, or that a single target has: the specification
    ///   applies it there and onnxruntime does not.
    static func transform(
        _ node: ONNXNode, isRegressor: Bool, width: Int
    ) throws(ModelFormatError) -> ONNXPostTransform {
        let transform = try node.choice("post_transform", absent: ONNXPostTransform.none)
        guard transform == .none || !isRegressor || width > 1 else {
            throw node.error(
                "post_transform \(transform.rawValue) of a single target, which runtimes read in two ways",
                remedy: "apply it in a node of its own, such as Sigmoid")
        }
        return transform
    }
}
