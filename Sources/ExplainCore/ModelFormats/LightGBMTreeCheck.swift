/// Checks what the lines of a LightGBM tree say against each other; the shape is left to the builder.
struct LightGBMTreeCheck {
    let tree: LightGBMTree
    let index: Int
    let featureCount: Int

    /// Checks the tree.
    ///
    /// - Throws: ``ModelFormatError`` when lists differ in length or a number lies outside its range.
    func check() throws(ModelFormatError) {
        guard let leaves = tree.leafCount else { throw error("num_leaves", "the value is missing") }
        guard leaves > 0 else { throw error("num_leaves", "\(leaves) leaves") }
        try checkLengths(leaves)
        try checkCategories()
        if !isPlain(leaves) {
            for node in tree.feature.indices { try check(node, leaves) }
        }
        if let count = tree.leafRows.first(where: { $0 < 0 }) { throw error("leaf_count", "\(count) rows") }
        if tree.isLinear { try checkLinear(leaves) }
    }

    /// Whether nothing is wrong with nodes, and none is categorical: asked of all numbers of a list at once.
    private func isPlain(_ leaves: Int) -> Bool {
        let features = UInt32(truncatingIfNeeded: featureCount)
        var isWrong = false
        for feature in tree.feature { isWrong = isWrong || UInt32(bitPattern: feature) >= features }
        for type in tree.decision { isWrong = isWrong || UInt32(bitPattern: type) >= 12 || type & 1 != 0 }
        // Children are inner nodes from 0 to leaves - 2, or leaves from -1 down to -leaves.
        let children = (-leaves)...(leaves - 2)
        for child in tree.left { isWrong = isWrong || !children.contains(Int(child)) }
        for child in tree.right { isWrong = isWrong || !children.contains(Int(child)) }
        return !isWrong
    }

    func error(_ key: String, _ reason: String) -> ModelFormatError {
        LightGBMReader.error("Tree=\(index), \(key)", reason, remedy: LightGBMReader.saveAgain)
    }

    private func checkLengths(_ leaves: Int) throws(ModelFormatError) {
        let lengths = [
            ("split_feature", tree.feature.count, leaves - 1), ("threshold", tree.threshold.count, leaves - 1),
            ("decision_type", tree.decision.count, leaves - 1), ("left_child", tree.left.count, leaves - 1),
            ("right_child", tree.right.count, leaves - 1), ("leaf_value", tree.leafValue.count, leaves),
        ]
        for (name, length, expected) in lengths where length != expected {
            throw error(name, "\(length) numbers where a tree of \(leaves) leaves has \(expected)")
        }
        guard tree.leafRows.isEmpty || tree.leafRows.count == leaves else {
            throw error("leaf_count", "\(tree.leafRows.count) numbers where a tree of \(leaves) leaves has \(leaves)")
        }
    }

    private func checkCategories() throws(ModelFormatError) {
        let (count, bounds) = (tree.categoricalCount, tree.categoryBounds)
        guard count >= 0 else { throw error("num_cat", "\(count) category sets") }
        if count == 0, bounds.isEmpty { return }
        guard bounds.count == count + 1 else {
            throw error("cat_boundaries", "\(bounds.count) numbers for \(count) category sets")
        }
        guard bounds[0] == 0, zip(bounds, bounds.dropFirst()).allSatisfy(<=) else {
            throw error("cat_boundaries", "the numbers do not ascend from 0")
        }
        guard Int(bounds[count]) == tree.categoryWords.count else {
            throw error("cat_threshold", "\(tree.categoryWords.count) words where the sets have \(bounds[count])")
        }
    }

    private func check(_ node: Int, _ leaves: Int) throws(ModelFormatError) {
        guard tree.feature[node] >= 0, tree.feature[node] < featureCount else {
            throw error("split_feature", "node \(node) tests feature \(tree.feature[node]) of \(featureCount)")
        }
        guard tree.decision[node] >= 0, tree.decision[node] < 12 else {
            throw error("decision_type", "node \(node) has the unknown type \(tree.decision[node])")
        }
        try check("left_child", tree.left[node], of: node, leaves)
        try check("right_child", tree.right[node], of: node, leaves)
        guard tree.isCategorical(node) else { return }
        guard let set = Int(exactly: tree.threshold[node]), set >= 0, set < tree.categoricalCount else {
            throw error(
                "threshold", "node \(node) names category set \(tree.threshold[node]) of \(tree.categoricalCount)")
        }
    }

    private func check(
        _ key: String, _ child: Int32, of node: Int, _ leaves: Int
    ) throws(ModelFormatError) {
        guard child >= 0 ? Int(child) < leaves - 1 : Int(~child) < leaves else {
            throw error(key, "node \(node) has child \(child) in a tree of \(leaves) leaves")
        }
    }

    private func checkLinear(_ leaves: Int) throws(ModelFormatError) {
        let counts = tree.leafFeatureCounts
        guard tree.leafConstant.count == leaves else {
            throw error("leaf_const", "\(tree.leafConstant.count) numbers for \(leaves) leaves")
        }
        guard counts.count == leaves, counts.allSatisfy({ $0 >= 0 }) else {
            throw error("num_features", "not one number from 0 on for each of \(leaves) leaves")
        }
        let total = counts.reduce(0) { $0 + Int($1) }
        guard tree.leafFeatures.count == total, tree.leafCoefficients.count == total else {
            throw error("leaf_coeff", "the leaves' models have \(total) features, the lists another number")
        }
        if let feature = tree.leafFeatures.first(where: { $0 < 0 || $0 >= featureCount }) {
            throw error("leaf_features", "feature \(feature) of \(featureCount)")
        }
    }
}
