/// What one node's path says about players: how many decide above it, and which bit of the pattern its own has.
struct PathStep {
    /// The players that decide above.
    var above = 0
    /// The bit of the node's own player; of no meaning for a leaf.
    var bit = 0

    /// Whether the node's player decides here for the first time on the path.
    var isFirst: Bool { bit == above }

    /// The players on the path to the children.
    var below: Int { max(above, bit + 1) }

    /// The steps of all nodes of `tree`, counted from its first; nil when a path has more players than `limit`.
    ///
    /// - Complexity: O(nodes x players on a path).
    static func steps(of tree: TreeEnsemble.Tree, _ method: TreeSHAP, limit: Int) -> [PathStep]? {
        let (nodes, root) = (method.ensemble.nodes, tree.nodes.lowerBound)
        var steps = [PathStep](repeating: PathStep(), count: tree.nodes.count)
        var path: [Int] = []
        var open = [(node: root, above: 0)]
        while let (node, above) = open.popLast() {
            path.removeLast(path.count - above)
            steps[node - root].above = above
            guard nodes.left[node] >= 0 else { continue }
            let player = method.owners[Int(nodes.feature[node])]
            let bit = path.firstIndex(of: player) ?? path.count
            if bit == path.count { path.append(player) }
            guard path.count <= limit else { return nil }
            steps[node - root].bit = bit
            open.append((Int(nodes.right[node]), path.count))
            open.append((Int(nodes.left[node]), path.count))
        }
        return steps
    }
}
