/// Checks one CatBoost tree and brings it into the common form.
struct CatBoostTreeSource {
    /// What all trees of a file share.
    struct Format {
        let margins: Int
        let scale: Double
    }

    private(set) var tree: TreeDescription

    /// Translates a tree; its questions may add category sets to `builder`.
    ///
    /// - Throws: ``ModelFormatError`` when its lists disagree, or it asks what is not supported.
    init(
        _ source: CatBoostDocument.Tree, _ format: Format, _ splits: inout CatBoostSplits,
        _ builder: inout TreeEnsembleBuilder, _ place: String
    ) throws(ModelFormatError) {
        tree = TreeDescription(left: [], right: [], feature: [], threshold: [], defaultLeft: [], values: [], cover: [])
        switch source {
        case .oblivious(let questions, let values, let weights):
            guard questions.count <= CatBoostForest.maximumSplits else {
                let reason = "\(questions.count) splits where \(CatBoostForest.maximumSplits) are the limit"
                throw CatBoostReader.error(place, reason, remedy: "train with depth 16 at most")
            }
            let leaves = 1 << questions.count
            guard values.count == leaves * format.margins else {
                let reason = "\(values.count) values for \(leaves) leaves of \(format.margins)"
                throw CatBoostReader.error("\(place).leaf_values", reason, remedy: CatBoostReader.saveAgain)
            }
            guard weights.isEmpty || weights.count == leaves else {
                throw CatBoostReader.error("\(place).leaf_weights", "\(weights.count) weights for \(leaves) leaves")
            }
            var asked: [CatBoostSplits.Question] = []
            for (index, split) in questions.enumerated() {
                asked.append(try splits.question(split, &builder, "\(place).splits[\(index)]"))
            }
            expand(asked, values, weights, format)
        case .nested(let nodes):
            try translate(nodes, format, &splits, &builder, place)
        }
        guard tree.cover.allSatisfy({ $0 >= 0 }) else {
            throw CatBoostReader.error(place, "a leaf's weight is negative", remedy: CatBoostReader.saveAgain)
        }
        addCovers()
    }

    private mutating func reserve(_ count: Int, _ format: Format) {
        tree.left = [Int32](repeating: -1, count: count)
        tree.right = [Int32](repeating: 0, count: count)
        tree.feature = [Int32](repeating: 0, count: count)
        tree.threshold = [Float](repeating: 0, count: count)
        tree.defaultLeft = [Bool](repeating: false, count: count)
        tree.values = [Double](repeating: 0, count: count * format.margins)
    }

    /// Lays an oblivious tree out in heap order: bit k of a leaf's number is the answer to split k, so that the last split
    /// stands at the root.
    private mutating func expand(
        _ questions: [CatBoostSplits.Question], _ values: [Double], _ weights: [Double], _ format: Format
    ) {
        let inner = (1 << questions.count) - 1
        reserve(2 * inner + 1, format)
        for (level, question) in questions.reversed().enumerated() {
            for node in ((1 << level) - 1)..<((2 << level) - 1) {
                place(question, node, left: 2 * node + 1, right: 2 * node + 2)
            }
        }
        for (index, value) in values.enumerated() { tree.values[inner * format.margins + index] = format.scale * value }
        if !weights.isEmpty { tree.cover = [Double](repeating: 0, count: inner) + weights }
    }

    private mutating func translate(
        _ nodes: [CatBoostDocument.Node], _ format: Format, _ splits: inout CatBoostSplits,
        _ builder: inout TreeEnsembleBuilder, _ place: String
    ) throws(ModelFormatError) {
        reserve(nodes.count, format)
        let hasWeights = nodes.allSatisfy { $0.split != nil || $0.weight != nil }
        if hasWeights { tree.cover = [Double](repeating: 0, count: nodes.count) }
        for (number, node) in nodes.enumerated() {
            if let split = node.split {
                guard let left = node.left, let right = node.right else {
                    throw CatBoostReader.error(
                        place, "node \(number) has one child only", remedy: CatBoostReader.saveAgain)
                }
                self.place(
                    try splits.question(split, &builder, "\(place), node \(number)"), number, left: left, right: right)
                continue
            }
            guard node.left == nil, node.right == nil, let values = node.values, values.count == format.margins else {
                let reason = "node \(number) is neither a split nor a leaf of \(format.margins) values"
                throw CatBoostReader.error(place, reason, remedy: CatBoostReader.saveAgain)
            }
            for (index, value) in values.enumerated() {
                tree.values[number * format.margins + index] = format.scale * value
            }
            if hasWeights, let weight = node.weight { tree.cover[number] = weight }
        }
    }

    private mutating func place(_ question: CatBoostSplits.Question, _ node: Int, left: Int, right: Int) {
        tree.left[node] = Int32(left)
        tree.right[node] = Int32(right)
        tree.feature[node] = question.column
        tree.threshold[node] = question.threshold
        tree.defaultLeft[node] = question.isMissingLeft
        if let set = question.set { tree.sharedSets[node] = set }
    }

    /// The weights of inner nodes are the sums over their leaves; children come after their parents.
    private mutating func addCovers() {
        guard !tree.cover.isEmpty else { return }
        for node in tree.left.indices.reversed() where tree.left[node] >= 0 {
            tree.cover[node] = tree.cover[Int(tree.left[node])] + tree.cover[Int(tree.right[node])]
        }
    }
}
