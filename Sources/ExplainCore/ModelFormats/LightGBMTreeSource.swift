/// Brings a checked LightGBM tree into the common form: inner nodes first, then the leaves in their order.
struct LightGBMTreeSource {
    /// The tree.
    private(set) var tree: TreeDescription
    /// The number of inner nodes.
    private let inner: Int

    /// Translates the rules of tree `index` by `coding`.
    init(_ source: LightGBMTree, _ coding: LightGBMCoding, index: Int) {
        inner = source.feature.count
        let count = inner + source.leafValue.count
        tree = TreeDescription(
            left: Self.places(source.left, count: count), right: Self.places(source.right, count: count),
            feature: source.feature + repeatElement(0, count: count - inner),
            threshold: [], defaultLeft: [], values: [Double](repeating: 0, count: inner) + source.leafValue, cover: [])
        if let ranks = coding.ranks(index, source) {
            tree.threshold = Self.thresholds(ranks, count: count)
            tree.defaultLeft = Self.defaultSides(source, count: count)
        } else {
            addSplits(source, coding)
        }
        addCovers(source)
    }

    /// Children as positions among inner nodes and leaves; leaves have none.
    private static func places(_ children: [Int32], count: Int) -> [Int32] {
        let inner = Int32(children.count)
        var places = [Int32](repeating: -1, count: count)
        var span = places.mutableSpan
        for node in children.indices { span[node] = children[node] >= 0 ? children[node] : inner + ~children[node] }
        return places
    }

    /// What the nodes of a tree that compares numbers only compare with, from the positions of its thresholds.
    private static func thresholds(_ ranks: ArraySlice<Int32>, count: Int) -> [Float] {
        var thresholds = [Float](repeating: 0, count: count)
        var span = thresholds.mutableSpan
        for (node, rank) in ranks.enumerated() { span[node] = Float(rank + 1) }
        return thresholds
    }

    private static func defaultSides(_ source: LightGBMTree, count: Int) -> [Bool] {
        var sides = [Bool](repeating: false, count: count)
        var span = sides.mutableSpan
        for node in source.decision.indices { span[node] = source.sendsMissingLeft(node) }
        return sides
    }

    private mutating func addSplits(_ source: LightGBMTree, _ coding: LightGBMCoding) {
        tree.threshold = [Float](repeating: 0, count: tree.left.count)
        tree.defaultLeft = [Bool](repeating: false, count: tree.left.count)
        for node in 0..<inner {
            let split = coding.split(source, node)
            if split.isSwapped { (tree.left[node], tree.right[node]) = (tree.right[node], tree.left[node]) }
            tree.threshold[node] = split.threshold
            tree.defaultLeft[node] = split.isDefaultLeft
            if let codes = split.right { tree.categoryBits[node] = codes }
        }
    }

    /// The training rows of each node: those of the leaves below it.
    ///
    /// The counts that files give for inner nodes are rounded to six digits in some versions.
    private mutating func addCovers(_ source: LightGBMTree) {
        guard !source.leafRows.isEmpty || inner == 0 else { return }
        var covers = [Double](repeating: 0, count: inner)
        covers.reserveCapacity(tree.left.count)
        if source.leafRows.isEmpty {
            covers.append(1)
        } else {
            for rows in source.leafRows { covers.append(Double(rows)) }
        }
        let isOrdered = Self.addUp(&covers, tree.left, tree.right, inner: inner)
        tree.cover = covers
        if !isOrdered { addCoversFromRoot() }
    }

    /// Adds the covers of children to those of their parents; false where a child stands before its parent.
    private static func addUp(_ covers: inout [Double], _ left: [Int32], _ right: [Int32], inner: Int) -> Bool {
        var span = covers.mutableSpan
        var isOrdered = true
        // LightGBM numbers the nodes as it makes them: children are behind their parents.
        for node in stride(from: inner - 1, through: 0, by: -1) {
            isOrdered = isOrdered && left[node] > node && right[node] > node
            span[node] = span[Int(left[node])] + span[Int(right[node])]
        }
        return isOrdered
    }

    /// The same for nodes in any order.
    private mutating func addCoversFromRoot() {
        // Each node after its parent; a node that is reached twice is not followed, since the builder refuses it.
        var order: [Int] = []
        var visited = [Bool](repeating: false, count: inner)
        var open = inner > 0 ? [0] : []
        while let node = open.popLast() {
            guard !visited[node] else { return }
            visited[node] = true
            order.append(node)
            for child in [Int(tree.left[node]), Int(tree.right[node])] where child < inner { open.append(child) }
        }
        for node in order.reversed() {
            tree.cover[node] = tree.cover[Int(tree.left[node])] + tree.cover[Int(tree.right[node])]
        }
    }
}
