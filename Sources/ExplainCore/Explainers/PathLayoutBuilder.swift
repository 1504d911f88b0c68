/// Lays out trees for the path-dependent game.
struct PathLayoutBuilder {
    /// What a player has behind it on the way to a node.
    private struct Seen {
        /// The last edge with a condition of the player; 0: none.
        var edge: Int32 = 0
        /// The product of its ratios so far.
        var share = 1.0
        /// The factor for it, once a node has asked; -1 before.
        var factor: Int32 = 0
        /// The split above that edge.
        var split = 0
    }

    /// A node still to be visited, and how many changes lead to its parent.
    private struct Branch {
        let parent: Int
        let node: Int
        let changes: Int
    }

    private(set) var layout: PathLayout
    private let method: TreeSHAP
    private let nodes: TreeNodes
    private var sectioning = PathSectioning()
    private var columns: [SplitColumn: Int32] = [:]
    private var rules: [Int: Int] = [:]
    private var pairLeaves: [(left: Int, right: Int)] = []
    private var singleLeaves: [Int] = []
    private var seen: [Seen]
    private var changes: [(player: Int, before: Seen)] = []
    /// The number of players seen on the way, and the most there were.
    private var (seenCount, mostSeen) = (0, 0)
    private var isWhole = true

    init(_ method: TreeSHAP) {
        self.method = method
        nodes = method.ensemble.nodes
        layout = PathLayout(bases: [Double](repeating: 0, count: method.ensemble.marginCount))
        seen = [Seen](repeating: Seen(), count: method.players.count)
    }

    /// The layout of `trees`, some of the ensemble's.
    static func layout(
        _ trees: ArraySlice<TreeEnsemble.Tree>, of method: TreeSHAP, _ context: ComputeContext
    ) throws(ExplainError) -> PathLayout {
        var builder = PathLayoutBuilder(method)
        for tree in trees {
            try context.look()
            builder.append(tree)
        }
        builder.fillValues()
        return builder.layout
    }

    private mutating func append(_ tree: TreeEnsemble.Tree) {
        let root = tree.nodes.lowerBound
        guard nodes.left[root] >= 0 else { return addBase(root, of: tree, share: 1) }
        sectioning.divide(tree, nodes)
        let (firstStep, firstShare) = (layout.steps.count, layout.shares.count)
        let firstSplit = layout.splits.count
        appendSections()
        layout.shares.append(1)
        (mostSeen, isWhole) = (0, true)
        follow(tree, firstSplit: firstSplit, firstShare: firstShare)
        let rule = self.rule(PathRule.size(players: mostSeen))
        let shares = firstShare..<layout.shares.count
        let firstFactor = layout.factors.count
        let blocks = layout.rules[rule].blocks
        let isKept = blocks.count <= PathLayout.mostKeptBlocks
        if isKept {
            for block in blocks {
                for index in shares {
                    layout.factors.append(PathLayout.Factor(share: layout.shares[index], at: block.nodes))
                }
            }
        }
        layout.trees.append(
            PathLayout.Tree(
                output: tree.output, steps: firstStep..<layout.steps.count, shares: shares, rule: rule,
                firstFactor: isKept ? firstFactor : nil, edgeCount: sectioning.edgeCount, isWhole: isWhole))
    }

    /// Copies the sections, with splits that do not know yet what is above them.
    private mutating func appendSections() {
        let (firstSection, firstSplit) = (Int32(layout.sections.count), layout.splits.count)
        let (firstPair, firstSingle) = (pairLeaves.count, singleLeaves.count)
        for section in sectioning.sections {
            var section = section
            section.firstSplit += firstSplit
            section.firstPair += firstPair
            section.singles = (section.singles.lowerBound + firstSingle)..<(section.singles.upperBound + firstSingle)
            layout.sections.append(section)
        }
        layout.steps.append(contentsOf: sectioning.steps.map { $0 >= 0 ? $0 + firstSection : $0 - firstSection })
        for node in sectioning.order { layout.splits.append(split(node)) }
        for node in sectioning.bottoms { pairLeaves.append((Int(nodes.left[node]), Int(nodes.right[node]))) }
        layout.singleEdges.append(contentsOf: sectioning.singleEdges)
        singleLeaves.append(contentsOf: sectioning.singles)
    }

    private mutating func split(_ node: Int) -> PathLayout.Split {
        let key = SplitColumn(node, of: nodes)
        let column = columns[key] ?? Int32(layout.columns.count)
        if column == layout.columns.count {
            columns[key] = column
            layout.columns.append(key)
        }
        return PathLayout.Split(
            threshold: nodes.threshold[node], column: column, player: Int32(player(of: node)),
            edge: sectioning.edge(to: node), leftRatio: nodes.ratio(node, Int(nodes.left[node])),
            rightRatio: nodes.ratio(node, Int(nodes.right[node])))
    }

    private func player(of node: Int) -> Int { method.owners[Int(nodes.feature[node])] }

    /// Walks down all paths and tells each split what its player has behind it.
    private mutating func follow(_ tree: TreeEnsemble.Tree, firstSplit: Int, firstShare: Int) {
        var branches: [(branch: Branch, share: Double)] = []
        var node = tree.nodes.lowerBound
        var share = 1.0
        while true {
            while nodes.left[node] >= 0 {
                let number = firstSplit + sectioning.number(of: node)
                visit(node, number, firstShare)
                let (left, right) = (Int(nodes.left[node]), Int(nodes.right[node]))
                let ratios = (layout.splits[number].leftRatio, layout.splits[number].rightRatio)
                branches.append((Branch(parent: node, node: right, changes: changes.count), share * ratios.1))
                take(node, number, isLeft: true, ratio: ratios.0)
                share *= ratios.0
                node = left
            }
            addBase(node, of: tree, share: share)
            guard let (branch, branchShare) = branches.popLast() else { break }
            undo(to: branch.changes)
            take(
                branch.parent, firstSplit + sectioning.number(of: branch.parent), isLeft: false,
                ratio: nodes.ratio(branch.parent, branch.node))
            (node, share) = (branch.node, branchShare)
        }
        undo(to: 0)
    }

    private mutating func visit(_ node: Int, _ number: Int, _ firstShare: Int) {
        let player = player(of: node)
        let passed = nodes.cover[node]
        let sum = nodes.cover[Int(nodes.left[node])] + nodes.cover[Int(nodes.right[node])]
        if passed > 0, abs(sum - passed) > 1e-15 * passed { isWhole = false }
        mostSeen = max(mostSeen, seen[player].edge > 0 ? seenCount : seenCount + 1)
        guard seen[player].edge > 0 else { return }
        if seen[player].factor < 0 {
            seen[player].factor = Int32(layout.shares.count - firstShare)
            layout.shares.append(seen[player].share)
        }
        layout.splits[seen[player].split].isAskedAgain = true
        layout.splits[number].previous = seen[player].edge
        layout.splits[number].factor = seen[player].factor
    }

    private mutating func take(_ node: Int, _ number: Int, isLeft: Bool, ratio: Double) {
        // Below a bottom node nobody asks.
        guard let first = sectioning.firstEdge(below: node) else { return }
        let player = player(of: node)
        let before = seen[player]
        changes.append((player, before))
        if before.edge == 0 { seenCount += 1 }
        seen[player] = Seen(edge: isLeft ? first : first + 1, share: before.share * ratio, factor: -1, split: number)
    }

    private mutating func undo(to count: Int) {
        while changes.count > count, let (player, before) = changes.popLast() {
            seen[player] = before
            if before.edge == 0 { seenCount -= 1 }
        }
    }

    private mutating func addBase(_ leaf: Int, of tree: TreeEnsemble.Tree, share: Double) {
        let width = method.ensemble.leafWidth
        let slot = Int(nodes.right[leaf]) * width
        for offset in 0..<width {
            layout.bases[tree.output ?? offset] += share * method.ensemble.leafValues[slot + offset]
        }
    }

    private mutating func rule(_ size: Int) -> Int {
        if let known = rules[size] { return known }
        rules[size] = layout.rules.count
        layout.rules.append(PathRule(count: size))
        return layout.rules.count - 1
    }

    private mutating func fillValues() {
        let ensemble = method.ensemble
        layout.pairCount = pairLeaves.count
        for offset in 0..<ensemble.leafWidth {
            func value(_ leaf: Int) -> Double {
                ensemble.leafValues[Int(nodes.right[leaf]) * ensemble.leafWidth + offset]
            }
            layout.pairs.append(contentsOf: pairLeaves.map { SIMD2(value($0.left), value($0.right)) })
            layout.singles.append(contentsOf: singleLeaves.map(value))
        }
    }
}
