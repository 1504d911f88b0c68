extension XGBoostDecoder where Reader: ~Copyable {
    mutating func readTrees() throws(JSONError) -> [XGBoostTree] {
        var trees: [XGBoostTree] = []
        try reader.beginArray()
        while try reader.nextElement() {
            report()
            trees.append(try readTree(expecting: trees.last?.left.count ?? 0))
        }
        return trees
    }

    /// Reads a tree of probably `count` nodes.
    private mutating func readTree(expecting count: Int) throws(JSONError) -> XGBoostTree {
        var tree = XGBoostTree()
        // No small tree pays for a large one before it.
        var count = min(count, 1 << 10)
        var baseWeights: LateFloats?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "base_weights" {
                baseWeights = try reader.readFloatsLater()
            } else if try !readNodeArray(key, expecting: count, into: &tree),
                try !readCategoryArray(key, into: &tree)
            {
                try reader.skipValue()
            }
            if !tree.defaultLeft.isEmpty { count = tree.defaultLeft.count }
        }
        // Only vector leaves live among the base weights, and that is known at the end of the tree only.
        let isScalar = tree.leafWidth == nil || tree.leafWidth == "0" || tree.leafWidth == "1"
        if !isScalar, let baseWeights { tree.baseWeights = try reader.floats(of: baseWeights) }
        return tree
    }

    private mutating func readNodeArray(
        _ key: String, expecting count: Int, into tree: inout XGBoostTree
    ) throws(JSONError) -> Bool {
        switch key {
        case "left_children": tree.left = try readInt32s(expecting: count)
        case "right_children": tree.right = try readInt32s(expecting: count)
        case "split_indices": tree.feature = try readInt32s(expecting: count)
        case "split_conditions": tree.condition = try reader.readFloats(expecting: count)
        case "default_left": tree.defaultLeft = try readFlags(expecting: count)
        case "sum_hessian": tree.cover = try reader.readFloats(expecting: count)
        case "split_type": tree.splitType = try readInt32s(expecting: count)
        case "leaf_weights": tree.leafWeights = try reader.readFloats()
        case "tree_param": try readParameters(of: &tree)
        default: return false
        }
        return true
    }

    private mutating func readCategoryArray(_ key: String, into tree: inout XGBoostTree) throws(JSONError) -> Bool {
        switch key {
        case "categories": tree.categories = try readInt32s(expecting: 0)
        case "categories_nodes": tree.categoryNodes = try reader.readInts()
        case "categories_segments": tree.categorySegments = try reader.readInts()
        case "categories_sizes": tree.categorySizes = try reader.readInts()
        default: return false
        }
        return true
    }

    private mutating func readParameters(of tree: inout XGBoostTree) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "num_nodes": tree.declaredNodeCount = try readParameter()
            case "size_leaf_vector": tree.leafWidth = try readParameter()
            default: try reader.skipValue()
            }
        }
    }

    /// A parameter: a string in every file seen, a whole number where a tool rewrote it.
    mutating func readParameter() throws(JSONError) -> String {
        try reader.peekKind() == .number ? String(try reader.readInt()) : try reader.readString()
    }

    mutating func readStrings() throws(JSONError) -> [String] {
        var strings: [String] = []
        try reader.beginArray()
        while try reader.nextElement() { strings.append(try reader.readString()) }
        return strings
    }

    /// Flags are booleans in files of 1.2, 0 and 1 later.
    private mutating func readFlags(expecting count: Int) throws(JSONError) -> [Bool] {
        if let plain = try reader.plainInt32s(expecting: count) { return plain.map { $0 != 0 } }
        var flags: [Bool] = []
        try reader.beginArray()
        while try reader.nextElement() {
            if try reader.peekKind() == .bool {
                flags.append(try reader.readBool())
            } else {
                flags.append(try reader.readInt() != 0)
            }
        }
        return flags
    }

    private mutating func readInt32s(expecting count: Int) throws(JSONError) -> [Int32] {
        if let plain = try reader.plainInt32s(expecting: count) { return plain }
        let values = try reader.readInts()
        var result: [Int32] = []
        result.reserveCapacity(values.count)
        for value in values {
            guard let small = Int32(exactly: value) else { throw reader.error(.numberOutOfRange) }
            result.append(small)
        }
        return result
    }
}
