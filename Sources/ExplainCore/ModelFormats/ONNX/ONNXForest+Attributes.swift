extension ONNXForest {
    /// A node's name in versions 1 and 3: its tree's number and its own.
    private struct Identity: Hashable {
        let tree: Int64
        let node: Int64

        var text: String { "node \(node) of tree \(tree)" }
    }

    /// Reads versions 1 and 3, in which every array has an entry a node; `prefix` is `target` or `class`.
    ///
    /// - Throws: ``ModelFormatError`` when the arrays disagree, or a tree is none.
    init(_ node: ONNXNode, prefix: String, targets: Int) throws(ModelFormatError) {
        self.targets = targets
        let trees = node.integers("nodes_treeids")
        let own = node.integers("nodes_nodeids")
        guard !trees.isEmpty else { throw node.error("there are no trees") }
        try Self.check(node, "nodes_nodeids", own.count, trees.count)
        let names = zip(trees, own).map { Identity(tree: $0, node: $1) }
        var positions: [Identity: Int] = [:]
        positions.reserveCapacity(names.count)
        for (index, name) in names.enumerated() where positions.updateValue(index, forKey: name) != nil {
            throw node.error("\(name.text) occurs twice")
        }
        try readNodes(node, count: trees.count)
        try readChildren(node, names, positions)
        try readWeights(node, prefix, positions)
        aggregate = try node.choice("aggregate_function", absent: .sum)
        let numbers = try Self.numbers(node, "base_values")
        base = numbers.values
        isDouble = isDouble || numbers.isDouble
        var seen: Set<Int64> = []
        for (index, tree) in trees.enumerated() where seen.insert(tree).inserted { roots.append(index) }
        try check(node) { names[$0].text }
    }

    private mutating func readNodes(_ node: ONNXNode, count: Int) throws(ModelFormatError) {
        let modes = node.texts("nodes_modes")
        try Self.check(node, "nodes_modes", modes.count, count)
        mode.reserveCapacity(count)
        for name in modes {
            guard let known = Mode(name: name) else {
                throw node.error("nodes_modes holds \"\(name.prefix(64))\", which is none")
            }
            mode.append(known)
        }
        let features = node.integers("nodes_featureids")
        try Self.check(node, "nodes_featureids", features.count, count)
        feature = features.map { Int(clamping: $0) }
        let numbers = try Self.numbers(node, "nodes_values")
        try Self.check(node, "nodes_values", numbers.values.count, count)
        threshold = numbers.values
        isDouble = numbers.isDouble
        let missing = node.integers("nodes_missing_value_tracks_true")
        if !missing.isEmpty { try Self.check(node, "nodes_missing_value_tracks_true", missing.count, count) }
        missingIsTrue = missing.isEmpty ? [Bool](repeating: false, count: count) : missing.map { $0 != 0 }
    }

    private mutating func readChildren(
        _ node: ONNXNode, _ names: [Identity], _ positions: [Identity: Int]
    ) throws(ModelFormatError) {
        for (attribute, isTrue) in [("nodes_truenodeids", true), ("nodes_falsenodeids", false)] {
            let children = node.integers(attribute)
            try Self.check(node, attribute, children.count, names.count)
            var places: [Int] = []
            places.reserveCapacity(children.count)
            for (index, child) in children.enumerated() {
                let place = positions[Identity(tree: names[index].tree, node: child)]
                guard let place = mode[index] == .leaf ? 0 : place else {
                    throw node.error("\(names[index].text) has child \(child), which its tree does not have")
                }
                places.append(place)
            }
            if isTrue { whenTrue = places } else { whenFalse = places }
        }
    }

    private mutating func readWeights(
        _ node: ONNXNode, _ prefix: String, _ positions: [Identity: Int]
    ) throws(ModelFormatError) {
        let trees = node.integers("\(prefix)_treeids")
        let nodes = node.integers("\(prefix)_nodeids")
        let ids = node.integers("\(prefix)_ids")
        let numbers = try Self.numbers(node, "\(prefix)_weights")
        isDouble = isDouble || numbers.isDouble
        try Self.check(node, "\(prefix)_treeids", trees.count, ids.count)
        try Self.check(node, "\(prefix)_nodeids", nodes.count, ids.count)
        try Self.check(node, "\(prefix)_weights", numbers.values.count, ids.count)
        var entries: [(place: Int, weight: Weight)] = []
        entries.reserveCapacity(ids.count)
        for index in ids.indices {
            let name = Identity(tree: trees[index], node: nodes[index])
            guard let place = positions[name] else {
                throw node.error("\(prefix)_weights gives a weight to \(name.text), which does not exist")
            }
            entries.append((place, Weight(target: Int(clamping: ids[index]), value: numbers.values[index])))
        }
        setWeights(entries)
    }

    /// Lays the weights out leaf by leaf; those of one leaf keep their order.
    private mutating func setWeights(_ entries: [(place: Int, weight: Weight)]) {
        var counts = [Int](repeating: 0, count: mode.count)
        for entry in entries { counts[entry.place] += 1 }
        var starts: [Int] = []
        var total = 0
        for count in counts {
            starts.append(total)
            leafWeights.append(total..<(total + count))
            total += count
        }
        weights = [Weight](repeating: Weight(target: 0, value: 0), count: total)
        for entry in entries {
            weights[starts[entry.place]] = entry.weight
            starts[entry.place] += 1
        }
    }

    /// Numbers given as a list of float32, or as a tensor.
    private static func numbers(
        _ node: ONNXNode, _ name: String
    ) throws(ModelFormatError) -> (values: [Double], isDouble: Bool) {
        guard let tensor = node.attributes[name + "_as_tensor"]?.tensor else {
            return ((node.attributes[name]?.floats ?? []).map { Double($0) }, false)
        }
        switch tensor.values {
        case .float(let values): return (values.map { Double($0) }, false)
        case .double(let values): return (values, true)
        default: throw node.error("\(name)_as_tensor is of type \(tensor.type)")
        }
    }

    private static func check(
        _ node: ONNXNode, _ name: String, _ count: Int, _ expected: Int
    ) throws(ModelFormatError) {
        guard count == expected else { throw node.error("\(name) has \(count) entries where \(expected) are expected") }
    }
}
