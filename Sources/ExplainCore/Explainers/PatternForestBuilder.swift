/// Lays out trees one after the other.
struct PatternForestBuilder {
    private(set) var trees: [PatternTree] = []
    private(set) var rest: [TreeEnsemble.Tree] = []
    private(set) var splits: [PatternTree.Split] = []
    private(set) var inner: [PatternTree.Inner] = []
    private(set) var nodes: [Int32] = []
    private(set) var cells: [PatternTree.Cell] = []
    private(set) var leaves: [PatternTree.Leaf] = []
    private let method: TreeSHAP

    init(_ method: TreeSHAP) { self.method = method }

    /// A tree's nodes in the order of their slots.
    private struct Order {
        var uppers: [Int] = []
        var bottoms: [Int] = []
        var singles: [Int] = []
    }

    /// Lays out tree `index` of the ensemble, unless a path has more players than a pattern has bits.
    mutating func append(_ index: Int) {
        let (ensemble, all) = (method.ensemble, method.ensemble.nodes)
        let tree = ensemble.trees[index]
        guard let steps = PathStep.steps(of: tree, method, limit: PatternTree.maximumPlayers) else {
            rest.append(tree)
            return
        }
        let order = order(tree)
        var placed = PatternTree(
            tree: tree, index: index, outputs: tree.output.map { $0..<($0 + 1) } ?? 0..<ensemble.leafWidth)
        placed.upperCount = order.uppers.count
        placed.firstLeaf = leaves.count
        let ends = order.bottoms.flatMap { [Int(all.left[$0]), Int(all.right[$0])] } + order.singles
        for leaf in ends {
            let count = steps[leaf - tree.nodes.lowerBound].above
            leaves.append(PatternTree.Leaf(row: all.right[leaf], count: Int32(count)))
            placed.playerCount = max(placed.playerCount, count)
        }
        placeInner(order, ends, steps, &placed)
        let firstCell = cells.count
        for node in order.bottoms { addCell(steps[node - tree.nodes.lowerBound], isBottom: true, &placed) }
        for node in order.singles { addCell(steps[node - tree.nodes.lowerBound], isBottom: false, &placed) }
        placed.cells = firstCell..<cells.count
        trees.append(placed)
    }

    private func order(_ tree: TreeEnsemble.Tree) -> Order {
        let (left, right) = (method.ensemble.nodes.left, method.ensemble.nodes.right)
        var order = Order()
        var level = [tree.nodes.lowerBound]
        while !level.isEmpty {
            var below: [Int] = []
            for node in level {
                if left[node] < 0 {
                    order.singles.append(node)
                } else if left[Int(left[node])] < 0, left[Int(right[node])] < 0 {
                    order.bottoms.append(node)
                } else {
                    order.uppers.append(node)
                    below.append(Int(left[node]))
                    below.append(Int(right[node]))
                }
            }
            level = below
        }
        return order
    }

    private mutating func placeInner(_ order: Order, _ ends: [Int], _ steps: [PathStep], _ placed: inout PatternTree) {
        let (root, all) = (placed.tree.nodes.lowerBound, method.ensemble.nodes)
        var places = [Int32](repeating: 0, count: placed.tree.nodes.count)
        for (number, leaf) in ends.enumerated() { places[leaf - root] = ~Int32(number) }
        for (slot, node) in (order.uppers + order.bottoms + order.singles).enumerated() {
            places[node - root] = Int32(slot)
        }
        let first = inner.count
        for node in order.uppers + order.bottoms {
            let (step, column) = (steps[node - root], Int(all.feature[node]))
            nodes.append(Int32(node))
            splits.append(
                PatternTree.Split(
                    column: Int32(all.defaultLeft[node] ? column : column + method.ensemble.featureCount),
                    threshold: all.threshold[node]))
            inner.append(
                PatternTree.Inner(
                    left: places[Int(all.left[node]) - root], right: places[Int(all.right[node]) - root],
                    player: Int32(step.isFirst ? method.owners[column] : method.players.count),
                    mark: 1 << UInt16(step.bit), bit: UInt8(step.bit), pairs: UInt8((step.below + 1) / 2)))
            if all.hasCategories, all.categorySet[node] >= 0 { placed.hasCategories = true }
        }
        placed.inner = first..<inner.count
    }

    private mutating func addCell(_ step: PathStep, isBottom: Bool, _ placed: inout PatternTree) {
        let pairs = ((isBottom ? step.below : step.above) + 1) / 2
        // A row of up to four pairs is within one line of the processor's cache: reading a second one costs more than the gap.
        let stride = pairs == 3 ? 4 : pairs
        if stride == 4 || stride == 2 { placed.tablePairs = (placed.tablePairs + stride - 1) / stride * stride }
        cells.append(
            PatternTree.Cell(
                firstPair: UInt32(clamping: placed.tablePairs), mask: UInt16((1 << step.above) - 1),
                shift: UInt8(step.above), stride: UInt8(stride)))
        let count = (stride * placed.outputs.count) << (step.above + (isBottom ? 1 : 0))
        placed.tablePairs += count
        placed.largestTablePairs = max(placed.largestTablePairs, count)
    }
}
