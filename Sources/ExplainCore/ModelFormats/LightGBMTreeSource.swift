/// Brings a checked LightGBM tree into the common form: inner nodes first, then the leaves in their order.
struct LightGBMTreeSource {
    /// The tree.
    private(set) var tree: TreeDescription
    /// The number of inner nodes.
    private let inner: Int

    /// Translates the rules by `coding`.
    init(_ source: LightGBMTree, _ coding: LightGBMCoding) {
        inner = source.feature.count
        let count = inner + source.leafValue.count
        tree = TreeDescription(
            left: [Int32](repeating: -1, count: count), right: [Int32](repeating: 0, count: count),
            feature: [Int32](repeating: 0, count: count), threshold: [Float](repeating: 0, count: count),
            defaultLeft: [Bool](repeating: false, count: count),
            values: [Double](repeating: 0, count: inner) + source.leafValue, cover: [])
        for node in 0..<inner {
            let split = coding.split(source, node)
            let (left, right) = (place(source.left[node]), place(source.right[node]))
            tree.left[node] = split.isSwapped ? right : left
            tree.right[node] = split.isSwapped ? left : right
            tree.feature[node] = source.feature[node]
            tree.threshold[node] = split.threshold
            tree.defaultLeft[node] = split.isDefaultLeft
            if let codes = split.right { tree.categoryBits[node] = codes }
        }
        addCovers(source)
    }

    /// The place of a child.
    private func place(_ child: Int32) -> Int32 { child >= 0 ? child : Int32(inner) + ~child }

    /// The training rows of each node: those of the leaves below it.
    ///
    /// The counts that files give for inner nodes are rounded to six digits in some versions.
    private mutating func addCovers(_ source: LightGBMTree) {
        guard !source.leafRows.isEmpty || inner == 0 else { return }
        tree.cover = [Double](repeating: 0, count: tree.left.count)
        for leaf in source.leafValue.indices {
            tree.cover[inner + leaf] = source.leafRows.isEmpty ? 1 : Double(source.leafRows[leaf])
        }
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
