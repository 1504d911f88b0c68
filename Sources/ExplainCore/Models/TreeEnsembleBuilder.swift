/// Checks trees one by one and lays them into the arrays of an ensemble.
struct TreeEnsembleBuilder {
    /// The most memory that category sets may take: a set is as long as its largest code.
    static let maximumCategoryBytes = 128 << 20

    let featureCount: Int
    let leafWidth: Int
    private(set) var nodes = TreeNodes()
    private(set) var categories = CategorySets()
    private(set) var trees: [TreeEnsemble.Tree] = []
    private(set) var leafValues: [Double] = []

    init(featureCount: Int, leafWidth: Int) {
        precondition(featureCount > 0 && leafWidth > 0, "an ensemble has inputs and leaf values")
        self.featureCount = featureCount
        self.leafWidth = leafWidth
    }

    /// The number of decisions on the longest path of all trees.
    var maximumDepth: Int { trees.reduce(0) { max($0, $1.depth) } }

    /// Makes room for `count` nodes and their scalar leaves.
    mutating func reserveCapacity(nodes count: Int) {
        nodes.left.reserveCapacity(count)
        nodes.right.reserveCapacity(count)
        nodes.feature.reserveCapacity(count)
        nodes.threshold.reserveCapacity(count)
        nodes.defaultLeft.reserveCapacity(count)
        nodes.cover.reserveCapacity(count)
        if leafWidth == 1 { leafValues.reserveCapacity(count / 2 + 1) }
    }

    /// Adds a tree whose leaves add to margin `output`, or to all of them when it is nil.
    ///
    /// - Complexity: O(nodes), without recursion.
    /// - Throws: ``TreeDefect`` when the tree is not one, or holds a number it must not.
    mutating func append(_ tree: TreeDescription, output: Int?) throws(TreeDefect) {
        let count = tree.left.count
        precondition(tree.values.count == count * leafWidth, "every node has room for values")
        guard count > 0 else { throw .empty }
        let start = nodes.count
        guard start + count < Int(Int32.max) else { throw .tooManyNodes }
        let hasSets = !tree.categories.isEmpty || !tree.categoryBits.isEmpty || !tree.sharedSets.isEmpty
        let plainDepth = try leafWidth == 1 && !hasSets ? appendPlain(tree, at: start) : nil
        if plainDepth == nil { reserve(count) }
        appendRest(tree, hasSets: hasSets)
        let depth = if let plainDepth { plainDepth } else { try place(tree, at: start) }
        trees.append(TreeEnsemble.Tree(nodes: start..<(start + count), depth: depth, output: output))
    }

    /// Appends `count` leaves; ``place(_:at:)`` fills in those that the root reaches.
    private mutating func reserve(_ count: Int) {
        nodes.left.append(contentsOf: repeatElement(-1, count: count))
        nodes.right.append(contentsOf: repeatElement(0, count: count))
        nodes.feature.append(contentsOf: repeatElement(0, count: count))
        nodes.threshold.append(contentsOf: repeatElement(0, count: count))
    }

    /// Appends what is copied as it is, and room for category sets.
    private mutating func appendRest(_ tree: TreeDescription, hasSets: Bool) {
        nodes.defaultLeft.append(contentsOf: tree.defaultLeft)
        // One tree without covers leaves the whole ensemble without: half of them would be of no use.
        if tree.cover.count == tree.left.count, nodes.cover.count + tree.left.count == nodes.count {
            nodes.cover.append(contentsOf: tree.cover)
        } else {
            nodes.cover = []
        }
        if hasSets || nodes.hasCategories {
            let missing = nodes.count - nodes.categorySet.count
            nodes.categorySet.append(contentsOf: repeatElement(-1, count: missing))
        }
    }

    /// Walks from the root and copies what it reaches; returns the depth.
    private mutating func place(_ tree: TreeDescription, at start: Int) throws(TreeDefect) -> Int {
        var visited = [Bool](repeating: false, count: tree.left.count)
        var open = [(node: 0, depth: 0)]
        var deepest = 0
        while let (node, depth) = open.popLast() {
            guard !visited[node] else { throw .sharedNode(node) }
            visited[node] = true
            deepest = max(deepest, depth)
            guard tree.left[node] != -1 else {
                try placeLeaf(tree, node, at: start)
                continue
            }
            let left = try child(tree.left[node], of: node, in: tree)
            let right = try child(tree.right[node], of: node, in: tree)
            try placeSplit(tree, node, at: start)
            nodes.left[start + node] = Int32(start + left)
            nodes.right[start + node] = Int32(start + right)
            open.append((right, depth + 1))
            open.append((left, depth + 1))
        }
        return deepest
    }

    /// The same for a tree with numerical splits and one value a leaf, as most are, with fewer steps a node.
    private mutating func appendPlain(_ tree: TreeDescription, at start: Int) throws(TreeDefect) -> Int {
        let count = tree.left.count
        var places = (
            left: [Int32](repeating: -1, count: count), right: [Int32](repeating: 0, count: count),
            feature: [Int32](repeating: 0, count: count), threshold: [Float](repeating: 0, count: count)
        )
        let (left, right, feature) = (tree.left.span, tree.right.span, tree.feature.span)
        let (threshold, values) = (tree.threshold.span, tree.values.span)
        var visited = [Bool](repeating: false, count: count)
        var open = [(node: 0, depth: 0)]
        var deepest = 0
        while let (node, depth) = open.popLast() {
            guard !visited[node] else { throw .sharedNode(node) }
            visited[node] = true
            deepest = max(deepest, depth)
            guard left[node] != -1 else {
                places.right[node] = Int32(leafValues.count)
                guard values[node].isFinite else { throw .leafValue(node: node) }
                leafValues.append(values[node])
                continue
            }
            let first = try Self.child(left[node], of: node, count: count)
            let second = try Self.child(right[node], of: node, count: count)
            guard feature[node] >= 0, Int(feature[node]) < featureCount else {
                throw .featureOutOfRange(node: node, feature: Int(feature[node]), count: featureCount)
            }
            // Below infinity are all numbers; missing values may still go to the right.
            guard threshold[node] > -.infinity else { throw .threshold(node: node) }
            places.feature[node] = feature[node]
            places.threshold[node] = threshold[node]
            places.left[node] = Int32(start + first)
            places.right[node] = Int32(start + second)
            open.append((second, depth + 1))
            open.append((first, depth + 1))
        }
        nodes.left += places.left
        nodes.right += places.right
        nodes.feature += places.feature
        nodes.threshold += places.threshold
        return deepest
    }

    private func child(_ child: Int32, of node: Int, in tree: TreeDescription) throws(TreeDefect) -> Int {
        try Self.child(child, of: node, count: tree.left.count)
    }

    @inline(__always)
    private static func child(_ child: Int32, of node: Int, count: Int) throws(TreeDefect) -> Int {
        guard child != -1 else { throw .oneChild(node: node) }
        guard child >= 0, Int(child) < count else {
            throw .childOutOfRange(node: node, child: Int(child), count: count)
        }
        return Int(child)
    }

    private mutating func placeLeaf(_ tree: TreeDescription, _ node: Int, at start: Int) throws(TreeDefect) {
        nodes.right[start + node] = Int32(leafValues.count / leafWidth)
        for index in (node * leafWidth)..<((node + 1) * leafWidth) {
            guard tree.values[index].isFinite else { throw .leafValue(node: node) }
            leafValues.append(tree.values[index])
        }
    }

    /// Adds a category set for many nodes, given as bits, and returns its number.
    ///
    /// - Throws: ``TreeDefect/categorySetsTooLarge(limitBytes:)``.
    mutating func addSet(_ bits: [UInt32]) throws(TreeDefect) -> Int {
        try requireCategoryBytes(4 * bits.count)
        return categories.append(bits: bits)
    }

    private func requireCategoryBytes(_ needed: Int) throws(TreeDefect) {
        guard categories.bytes + needed <= Self.maximumCategoryBytes else {
            throw .categorySetsTooLarge(limitBytes: Self.maximumCategoryBytes)
        }
    }

    private mutating func placeSplit(_ tree: TreeDescription, _ node: Int, at start: Int) throws(TreeDefect) {
        let feature = Int(tree.feature[node])
        guard feature >= 0, feature < featureCount else {
            throw .featureOutOfRange(node: node, feature: feature, count: featureCount)
        }
        nodes.feature[start + node] = Int32(feature)
        if let codes = tree.categories[node] {
            let needed = (codes.max().map { Int($0) } ?? 0) / 8
            try requireCategoryBytes(needed)
            nodes.categorySet[start + node] = Int32(categories.append(codes))
        } else if let bits = tree.categoryBits[node] {
            try requireCategoryBytes(4 * bits.count)
            nodes.categorySet[start + node] = Int32(categories.append(bits: bits))
        } else if let set = tree.sharedSets[node] {
            nodes.categorySet[start + node] = Int32(set)
        } else {
            // Below infinity are all numbers; missing values may still go to the right.
            guard tree.threshold[node] > -.infinity else { throw .threshold(node: node) }
            nodes.threshold[start + node] = tree.threshold[node]
        }
    }
}
