/// The way through one tree that visits parents before children, and the players on the way to each leaf.
struct LeafLayout {
    /// The tree's nodes.
    private(set) var order: [Int32] = []
    /// For each of them the bit of its player on the path; for a leaf, its number among the tree's.
    private(set) var marks: [Int32] = []
    /// How many players the path to each leaf has.
    private(set) var counts: [Int] = []
    /// The players on the paths, leaf after leaf, in the order of their bits.
    private(set) var players: [Int32] = []

    /// Lays out a tree; nil when a path has more players than a table can take.
    init?(_ tree: TreeEnsemble.Tree, _ method: TreeSHAP) {
        let nodes = method.ensemble.nodes
        var path: [Int32] = []
        var open = [(node: tree.nodes.lowerBound, kept: 0)]
        while let (node, kept) = open.popLast() {
            path.removeLast(path.count - kept)
            order.append(Int32(node))
            guard nodes.left[node] >= 0 else {
                marks.append(Int32(counts.count))
                counts.append(path.count)
                players.append(contentsOf: path)
                continue
            }
            let player = Int32(method.owners[Int(nodes.feature[node])])
            let bit = path.firstIndex(of: player) ?? path.count
            if bit == path.count { path.append(player) }
            guard path.count <= LeafTables.maximumPlayers else { return nil }
            marks.append(1 << Int32(bit))
            open.append((Int(nodes.right[node]), path.count))
            open.append((Int(nodes.left[node]), path.count))
        }
    }

    /// How many numbers the tree's tables hold.
    var numberCount: Int { counts.reduce(0) { $0 + ($1 << $1) } }

    /// The memory that the tree's tables take.
    var bytes: Int {
        numberCount * 8 + counts.count * MemoryLayout<LeafTables.Leaf>.stride + (order.count + players.count) * 8
    }
}
