/// Checks the arrays of one XGBoost tree and brings them into the common form.
struct XGBoostTreeSource {
    let tree: TreeDescription

    /// Checks lengths, categories and vector leaves; the shape of the tree is left to the builder.
    ///
    /// Leaf values are the exact products with `weight`; rounded to float32 they are XGBoost's own.
    ///
    /// - Throws: ``ModelFormatError`` when arrays disagree.
    init(_ source: XGBoostTree, leafWidth: Int, weight: Float, _ place: String) throws(ModelFormatError) {
        try Self.checkLengths(source, place)
        let categories = try Self.categories(of: source, place)
        for node in source.left.indices where source.left[node] < 0 {
            guard source.left[node] == -1 else {
                throw XGBoostForest.error("\(place).left_children[\(node)]", "child \(source.left[node])")
            }
        }
        let values: [Double]
        if leafWidth == 1 {
            try Self.checkLeaves(source, place)
            values = source.condition.map { Self.product($0, weight) }
        } else {
            values = try Self.vectorValues(source, leafWidth, weight, place)
        }
        tree = TreeDescription(
            left: source.left, right: source.right, feature: source.feature, threshold: source.condition,
            defaultLeft: source.defaultLeft, values: values, cover: source.cover.map { Double($0) },
            categories: categories)
    }

    /// The product, which a double holds exactly; infinite where float32 cannot hold it, so that the builder refuses the leaf.
    private static func product(_ value: Float, _ weight: Float) -> Double {
        (value * weight).isInfinite ? .infinity : Double(value) * Double(weight)
    }

    private static func checkLengths(_ source: XGBoostTree, _ place: String) throws(ModelFormatError) {
        let count = source.left.count
        if let declared = source.declaredNodeCount, StrictNumber.count(declared) != count {
            let reason = "\(declared.prefix(64)) is declared, \(count) nodes are there"
            throw XGBoostForest.error("\(place).tree_param.num_nodes", reason)
        }
        let lengths = [
            ("right_children", source.right.count), ("split_indices", source.feature.count),
            ("split_conditions", source.condition.count), ("default_left", source.defaultLeft.count),
        ]
        for (name, length) in lengths where length != count {
            throw XGBoostForest.error("\(place).\(name)", "\(length) entries for \(count) nodes")
        }
        let optional = [("split_type", source.splitType.count), ("sum_hessian", source.cover.count)]
        for (name, length) in optional where length != count && length != 0 {
            throw XGBoostForest.error("\(place).\(name)", "\(length) entries for \(count) nodes")
        }
    }

    private static func checkLeaves(_ source: XGBoostTree, _ place: String) throws(ModelFormatError) {
        for node in source.left.indices where source.left[node] == -1 && source.right[node] != -1 {
            throw XGBoostForest.error("\(place).right_children[\(node)]", "a leaf has a right child")
        }
    }

    /// The codes of each categorical node; segments must not share codes, so that their sum is bounded by the file.
    private static func categories(
        of source: XGBoostTree, _ place: String
    ) throws(ModelFormatError) -> [Int: ArraySlice<Int32>] {
        let count = source.categoryNodes.count
        guard source.categorySegments.count == count, source.categorySizes.count == count else {
            throw XGBoostForest.error("\(place).categories_nodes", "nodes, segments and sizes differ in number")
        }
        var result: [Int: ArraySlice<Int32>] = [:]
        var rest = source.categories.count
        for (index, node) in source.categoryNodes.enumerated() {
            let (start, size) = (source.categorySegments[index], source.categorySizes[index])
            guard start >= 0, size >= 0, size <= rest, start <= source.categories.count - size else {
                throw XGBoostForest.error("\(place).categories_segments[\(index)]", "a segment outside the categories")
            }
            rest -= size
            let codes = source.categories[start..<(start + size)]
            guard codes.allSatisfy({ $0 >= 0 && $0 < CategorySets.codeLimit }) else {
                throw XGBoostForest.error("\(place).categories", "a code outside 0..<\(CategorySets.codeLimit)")
            }
            guard source.left.indices.contains(node), result.updateValue(codes, forKey: node) == nil else {
                throw XGBoostForest.error(
                    "\(place).categories_nodes[\(index)]", "node \(node) is none, or listed twice")
            }
        }
        for node in source.splitType.indices where (source.splitType[node] == 1) != (result[node] != nil) {
            let reason = "node \(node) is categorical by one list and numerical by the other"
            throw XGBoostForest.error("\(place).split_type", reason)
        }
        return result
    }

    /// The values of vector leaves, a row a node: since 3.2 addressed by the leaf's right child, before by the node itself.
    private static func vectorValues(
        _ source: XGBoostTree, _ width: Int, _ weight: Float, _ place: String
    ) throws(ModelFormatError) -> [Double] {
        let count = source.left.count
        let byNode = source.leafWeights.isEmpty
        let table = byNode ? source.baseWeights : source.leafWeights
        let (needed, overflow) = count.multipliedReportingOverflow(by: width)
        guard !overflow, byNode ? table.count == needed : table.count % width == 0 else {
            let name = byNode ? "base_weights" : "leaf_weights"
            throw XGBoostForest.error("\(place).\(name)", "\(table.count) values for leaves of \(width)")
        }
        var values: [Double] = []
        values.reserveCapacity(needed)
        for node in 0..<count {
            let row = byNode ? node : Int(source.right[node])
            guard source.left[node] == -1, row >= 0, row < table.count / width else {
                // NaN makes the builder refuse a leaf that can be reached; others may hold anything.
                values.append(contentsOf: repeatElement(.nan, count: width))
                continue
            }
            for value in table[(row * width)..<((row + 1) * width)] { values.append(product(value, weight)) }
        }
        return values
    }
}
