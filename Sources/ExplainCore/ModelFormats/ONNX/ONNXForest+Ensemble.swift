extension ONNXForest {
    /// The trees as an ensemble that exact TreeSHAP takes apart, over columns `mapping` of the model's inputs.
    ///
    /// The ensemble reads inputs as float32 and sends x < t to the left, so a node x <= t splits at the next float32 after t,
    /// and a node that asks for greater values swaps its branches. Trees that ask for equality, compare in float64 or
    /// are combined by an extreme have no such form.
    func ensemble(mapping: [Int], featureCount: Int, link: Link) -> TreeEnsemble? {
        guard !isDouble, aggregate == .sum || aggregate == .average else { return nil }
        let ownTargets = reached.map { order in target(order) }
        let isScalar = ownTargets.allSatisfy { $0 != nil }
        var builder = TreeEnsembleBuilder(featureCount: featureCount, leafWidth: isScalar ? 1 : targets)
        for (index, order) in reached.enumerated() {
            guard let tree = description(order, mapping, leafWidth: builder.leafWidth) else { return nil }
            do throws(TreeDefect) {
                try builder.append(tree, output: isScalar ? ownTargets[index] : nil)
            } catch {
                return nil
            }
        }
        return TreeEnsemble(
            builder, baseMargins: base.isEmpty ? [Double](repeating: 0, count: targets) : base,
            arithmetic: aggregate == .sum ? .single : .double, link: link,
            structure: ModelStructure(
                format: "onnx", kind: "tree ensemble", facts: builder.facts(margins: targets)))
    }

    /// The only target that a tree's leaves have weights for; 0 when they have none, nil when there are several.
    private func target(_ order: [Int]) -> Int? {
        var only: Int?
        for node in order where mode[node] == .leaf {
            guard leafWeights[node].count <= 1 else { return nil }
            for weight in weights[leafWeights[node]] {
                guard only == nil || only == weight.target else { return nil }
                only = weight.target
            }
        }
        return only ?? 0
    }

    private func description(_ order: [Int], _ mapping: [Int], leafWidth: Int) -> TreeDescription? {
        let count = order.count
        let positions = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        var tree = TreeDescription(
            left: [Int32](repeating: -1, count: count), right: [Int32](repeating: -1, count: count),
            feature: [Int32](repeating: 0, count: count), threshold: [Float](repeating: 0, count: count),
            defaultLeft: [Bool](repeating: false, count: count),
            values: [Double](repeating: 0, count: count * leafWidth), cover: [])
        for (index, node) in order.enumerated() {
            guard mode[node] != .leaf else {
                let share = aggregate == .average ? Double(roots.count) : 1
                for weight in weights[leafWeights[node]] {
                    tree.values[index * leafWidth + (leafWidth == 1 ? 0 : weight.target)] += weight.value / share
                }
                continue
            }
            guard let split = split(node), mapping.indices.contains(feature[node]),
                let yes = positions[whenTrue[node]], let no = positions[whenFalse[node]]
            else { return nil }
            tree.feature[index] = Int32(mapping[feature[node]])
            tree.threshold[index] = split.threshold
            tree.left[index] = Int32(split.trueIsLeft ? yes : no)
            tree.right[index] = Int32(split.trueIsLeft ? no : yes)
            tree.defaultLeft[index] = missingIsTrue[node] == split.trueIsLeft
        }
        return tree
    }

    /// The float32 threshold of x < t, and on which side the true branch is; nil where there is no such threshold.
    private func split(_ node: Int) -> (threshold: Float, trueIsLeft: Bool)? {
        let exact = Float(threshold[node])
        switch mode[node] {
        case .lessOrEqual: return exact.nextUp.isFinite ? (exact.nextUp, true) : nil
        case .less: return exact.isFinite ? (exact, true) : nil
        case .greater: return exact.nextUp.isFinite ? (exact.nextUp, false) : nil
        case .greaterOrEqual: return exact.isFinite ? (exact, false) : nil
        case .equal, .notEqual, .leaf: return nil
        }
    }
}

extension ONNXForest {
    /// The forest of one score s as one of two, -s and s.
    func mirrored() -> ONNXForest {
        precondition(targets == 1, "one score becomes two")
        var forest = self
        forest.targets = 2
        forest.weights = weights.flatMap { weight in
            [Weight(target: 0, value: -weight.value), Weight(target: 1, value: weight.value)]
        }
        forest.leafWeights = leafWeights.map { ($0.lowerBound * 2)..<($0.upperBound * 2) }
        forest.base = base.flatMap { [-$0, $0] }
        return forest
    }
}
