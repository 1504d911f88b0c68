extension ONNXForest {
    /// Reads `TreeEnsemble` of version 5: inner nodes and leaves in arrays of their own.
    ///
    /// - Throws: ``ModelFormatError`` when the arrays disagree, or a tree is none.
    init(version5 node: ONNXNode) throws(ModelFormatError) {
        guard let targets = Int(exactly: node.integer("n_targets") ?? 1), 1...ModelFileLimits.maximumMargins ~= targets
        else { throw node.error("n_targets is no number of outputs") }
        self.targets = targets
        let splits = try Self.tensor(node, "nodes_splits")
        let leaves = try Self.tensor(node, "leaf_weights")
        isDouble = splits.isDouble || leaves.isDouble
        let aggregates: [Aggregate] = [.average, .sum, .minimum, .maximum]
        guard let position = Int(exactly: node.integer("aggregate_function") ?? 1),
            aggregates.indices.contains(position)
        else { throw node.error("aggregate_function is none") }
        aggregate = aggregates[position]
        try readSplits(node, splits.values)
        let ids = node.integers("leaf_targetids")
        guard ids.count == leaves.values.count else {
            throw node.error("leaf_targetids has \(ids.count) entries for \(leaves.values.count) leaves")
        }
        weights = zip(ids, leaves.values).map { Weight(target: Int(clamping: $0), value: $1) }
        leafWeights = [Range<Int>](repeating: 0..<0, count: mode.count)
        whenTrue = try children(node, "nodes_truenodeids", "nodes_trueleafs", splits.values.count)
        whenFalse = try children(node, "nodes_falsenodeids", "nodes_falseleafs", splits.values.count)
        let leafCount = mode.count - splits.values.count
        whenTrue += [Int](repeating: 0, count: mode.count - whenTrue.count)
        whenFalse += [Int](repeating: 0, count: mode.count - whenFalse.count)
        feature += [Int](repeating: 0, count: leafCount)
        threshold += [Double](repeating: 0, count: leafCount)
        missingIsTrue += [Bool](repeating: false, count: leafCount)
        for root in node.integers("tree_roots") {
            guard let root = Int(exactly: root), splits.values.indices.contains(root) else {
                throw node.error("tree_roots holds \(root), which is no node")
            }
            roots.append(root)
        }
        guard !roots.isEmpty else { throw node.error("there are no trees") }
        try check(node) { "node \($0)" }
    }

    private mutating func readSplits(_ node: ONNXNode, _ splits: [Double]) throws(ModelFormatError) {
        threshold = splits
        guard case .uint8(let modes)? = node.attributes["nodes_modes"]?.tensor?.values else {
            throw node.error("nodes_modes is no tensor of uint8")
        }
        for number in modes {
            guard number < 6, let known = Mode(rawValue: number) else {
                throw node.error(
                    number == 6 ? "BRANCH_MEMBER nodes are not evaluated" : "nodes_modes holds \(number), which is none"
                )
            }
            mode.append(known)
        }
        feature = node.integers("nodes_featureids").map { Int(clamping: $0) }
        let missing = node.integers("nodes_missing_value_tracks_true")
        missingIsTrue =
            missing.isEmpty ? [Bool](repeating: false, count: splits.count) : missing.map { $0 != 0 }
        guard [mode.count, feature.count, missingIsTrue.count].allSatisfy({ $0 == splits.count }) else {
            throw node.error("the arrays of nodes have different lengths")
        }
    }

    /// The children of one side; a leaf becomes a node of its own at the end of the arrays.
    private mutating func children(
        _ node: ONNXNode, _ name: String, _ flags: String, _ count: Int
    ) throws(ModelFormatError) -> [Int] {
        let (ids, leafFlags) = (node.integers(name), node.integers(flags))
        guard ids.count == count, leafFlags.count == count else {
            throw node.error("\(name) or \(flags) has not one entry for each of \(count) nodes")
        }
        var children: [Int] = []
        for (index, id) in ids.enumerated() {
            let isLeaf = leafFlags[index] != 0
            guard let child = Int(exactly: id), child >= 0, child < (isLeaf ? weights.count : count) else {
                throw node.error("node \(index) has child \(id), which does not exist")
            }
            guard isLeaf else {
                children.append(child)
                continue
            }
            children.append(mode.count)
            mode.append(.leaf)
            leafWeights.append(child..<(child + 1))
        }
        return children
    }

    private static func tensor(
        _ node: ONNXNode, _ name: String
    ) throws(ModelFormatError) -> (values: [Double], isDouble: Bool) {
        switch node.attributes[name]?.tensor?.values {
        case .float(let values): return (values.map { Double($0) }, false)
        case .double(let values): return (values, true)
        case nil: throw node.error("\(name) is missing")
        default: throw node.error("\(name) is no tensor of float or double")
        }
    }
}
