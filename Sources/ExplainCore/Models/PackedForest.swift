/// Trees as 8-byte nodes for traversal without branches.
///
/// - A row is expanded into columns first: one for each feature and default side in use, and one for each category set. A
///   missing value, or one that a category set decides on, is -infinity where it goes to the left and +infinity where it goes
///   to the right, so the comparison alone decides.
/// - Siblings are neighbours: the next node is `left`, plus one when the comparison fails.
/// - A leaf compares the constant column, -infinity, with +infinity and stays where it is, so all rows take as many steps as
///   the tree is deep.
struct PackedForest: Sendable {
    /// A node; `left` counts from the tree's first node.
    struct Node: Sendable {
        var threshold: Float
        var column: UInt16
        var left: UInt16
    }

    /// A tree's place among the nodes.
    struct Tree: Sendable {
        let start: Int
        let depth: Int
    }

    /// The columns; the constant one follows them.
    private(set) var columns: [SplitColumn] = []
    private(set) var nodes: [Node] = []
    private(set) var trees: [Tree] = []

    /// The nodes of the tree appended last, in packed order, as positions among the ensemble's nodes.
    private(set) var order: [Int32] = []

    /// The column of each category set; empty once the trees are laid out.
    private var positions: [SplitColumn: UInt16] = [:]

    /// The columns of each feature's numbers, by the side of missing values; empty once the trees are laid out.
    ///
    /// Where there is none stands the mark of a leaf.
    private var numbers: [UInt16] = []

    /// Whether trees with categorical splits are taken.
    private let allowsCategories: Bool

    /// Creates an empty forest.
    init(allowsCategories: Bool) { self.allowsCategories = allowsCategories }

    /// Makes room for the trees that are not too large.
    mutating func reserveCapacity(for trees: [TreeEnsemble.Tree]) {
        nodes.reserveCapacity(trees.reduce(0) { $0 + ($1.nodes.count < Int(UInt16.max) ? $1.nodes.count : 0) })
    }

    /// The number of values a row is expanded to.
    var width: Int { columns.count + 1 }

    /// Appends a tree and returns its number; nil when it has splits that are not taken, or too many nodes or columns.
    mutating func append(_ tree: TreeEnsemble.Tree, of source: TreeNodes) -> Int? {
        guard fits(tree, of: source) else { return nil }
        let start = nodes.count
        let (left, right, threshold) = (source.left.span, source.right.span, source.threshold.span)
        order.removeAll(keepingCapacity: true)
        order.append(Int32(tree.nodes.lowerBound))
        var next = 0
        while next < order.count {
            let node = Int(order[next])
            if left[node] < 0 {
                nodes.append(Node(threshold: .infinity, column: .max, left: UInt16(next)))
            } else {
                let column = column(SplitColumn(node, of: source))
                nodes.append(Node(threshold: threshold[node], column: column, left: UInt16(order.count)))
                order.append(left[node])
                order.append(right[node])
            }
            next += 1
        }
        trees.append(Tree(start: start, depth: tree.depth))
        return trees.count - 1
    }

    /// Points the leaves at the constant column once the number of columns is known.
    mutating func finish() {
        let constant = UInt16(columns.count)
        var span = nodes.mutableSpan
        for index in span.indices where span[index].column == .max { span[index].column = constant }
        positions = [:]
        numbers = []
        order = []
    }

    private mutating func column(_ key: SplitColumn) -> UInt16 {
        let position = UInt16(columns.count)
        if key.set == nil {
            let index = 2 * key.feature + (key.missingLeft ? 1 : 0)
            while numbers.count <= index { numbers.append(.max) }
            if numbers[index] != .max { return numbers[index] }
            numbers[index] = position
        } else {
            if let known = positions[key] { return known }
            positions[key] = position
        }
        columns.append(key)
        return position
    }

    private func fits(_ tree: TreeEnsemble.Tree, of source: TreeNodes) -> Bool {
        // Every node may bring a new column, and the largest number is the mark of a leaf.
        guard tree.nodes.count + columns.count < Int(UInt16.max) else { return false }
        return allowsCategories || !tree.nodes.contains { source.isCategorical($0) }
    }
}
