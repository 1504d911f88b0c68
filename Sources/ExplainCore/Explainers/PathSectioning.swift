/// Divides a tree into sections that fit the nearest caches, and numbers its edges.
///
/// A subtree with few inner nodes is one section. What lies above such subtrees is divided from the root on. A section's edges
/// are in use until it is left; those of sections beside it take the same numbers, so that there are as many as the deepest
/// nest of sections needs.
struct PathSectioning {
    /// A section that begins at a node, its first position; or one that ends.
    private enum Task {
        case enter(node: Int, position: Int)
        case leave(Int32)
    }

    /// The sections, counted from the tree's first split, pair and single.
    private(set) var sections: [PathLayout.Section] = []
    private(set) var steps: [Int32] = []
    /// The inner nodes, section after section.
    private(set) var order: [Int] = []
    /// Those of them whose children are both leaves.
    private(set) var bottoms: [Int] = []
    /// The other leaves, and the edges to them.
    private(set) var singles: [Int] = []
    private(set) var singleEdges: [Int32] = []
    /// The number of edge numbers in use.
    private(set) var edgeCount = 2

    private var root = 0
    /// For each node of the tree: how many nodes with an inner child it has below it, itself included.
    private var sizes: [Int32] = []
    private var numbers: [Int32] = []
    private var edges: [Int32] = []
    private var positions: [Int32] = []

    /// The most nodes with an inner child in a section.
    private static let mostInner = 32

    /// The edge that leads to an inner node.
    func edge(to node: Int) -> Int32 { edges[node - root] }

    /// The edge to the left below a node; nil where both children are leaves.
    func firstEdge(below node: Int) -> Int32? {
        positions[node - root] > 0 ? 2 * positions[node - root] : nil
    }

    /// An inner node's number in ``order``.
    func number(of node: Int) -> Int { Int(numbers[node - root]) }

    /// Divides `tree`, whose root is an inner node.
    mutating func divide(_ tree: TreeEnsemble.Tree, _ nodes: TreeNodes) {
        root = tree.nodes.lowerBound
        sections.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
        bottoms.removeAll(keepingCapacity: true)
        singles.removeAll(keepingCapacity: true)
        singleEdges.removeAll(keepingCapacity: true)
        edgeCount = 2
        numbers = [Int32](repeating: 0, count: tree.nodes.count)
        edges = numbers
        positions = numbers
        measure(nodes, count: tree.nodes.count)
        var tasks = [Task.enter(node: root, position: 1)]
        while let task = tasks.popLast() {
            switch task {
            case .leave(let section): steps.append(-1 - section)
            case .enter(let node, let position):
                let section = Int32(sections.count)
                let rest = addSection(from: node, nodes, position)
                steps.append(section)
                tasks.append(.leave(section))
                let next = position + sections[Int(section)].innerCount
                for node in rest.reversed() { tasks.append(.enter(node: node, position: next)) }
            }
        }
    }

    private mutating func measure(_ nodes: TreeNodes, count: Int) {
        sizes = [Int32](repeating: 0, count: count)
        var parentsFirst: [Int] = []
        var open = [root]
        while let node = open.popLast() {
            guard nodes.left[node] >= 0 else { continue }
            parentsFirst.append(node)
            open.append(Int(nodes.right[node]))
            open.append(Int(nodes.left[node]))
        }
        for node in parentsFirst.reversed() {
            guard !isBottom(node, nodes) else { continue }
            sizes[node - root] = 1 + sizes[Int(nodes.left[node]) - root] + sizes[Int(nodes.right[node]) - root]
        }
    }

    private func isBottom(_ node: Int, _ nodes: TreeNodes) -> Bool {
        nodes.left[node] >= 0 && nodes.left[Int(nodes.left[node])] < 0 && nodes.left[Int(nodes.right[node])] < 0
    }

    /// Adds the section that begins at `start` and returns the nodes below at which others begin.
    private mutating func addSection(from start: Int, _ nodes: TreeNodes, _ position: Int) -> [Int] {
        var section = PathLayout.Section(firstSplit: order.count, firstPosition: position, firstPair: bottoms.count)
        let firstSingle = singles.count
        let isWhole = sizes[start - root] <= Int32(Self.mostInner)
        var ends: [Int] = []
        var rest: [Int] = []
        var queue = [start]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            if isBottom(node, nodes) {
                ends.append(node)
                continue
            }
            let belongs = isWhole || node == start || sizes[node - root] > Int32(Self.mostInner)
            guard belongs, section.innerCount < Self.mostInner else {
                rest.append(node)
                continue
            }
            let own = position + section.innerCount
            section.innerCount += 1
            positions[node - root] = Int32(own)
            numbers[node - root] = Int32(order.count)
            order.append(node)
            for (side, child) in [Int(nodes.left[node]), Int(nodes.right[node])].enumerated() {
                let edge = Int32(2 * own + side)
                edges[child - root] = edge
                if nodes.left[child] >= 0 {
                    queue.append(child)
                } else {
                    singles.append(child)
                    singleEdges.append(edge)
                }
            }
        }
        for node in ends {
            numbers[node - root] = Int32(order.count)
            order.append(node)
        }
        bottoms.append(contentsOf: ends)
        section.bottomCount = ends.count
        section.singles = firstSingle..<singles.count
        edgeCount = max(edgeCount, 2 * (position + section.innerCount))
        sections.append(section)
        return rest
    }
}
