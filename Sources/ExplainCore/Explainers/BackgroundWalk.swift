/// Walks a tree with all rows of a background at once, and meets at each leaf the patterns in which they satisfy its path.
///
/// Beside the rows goes an instance. A row and the instance meet at a leaf when every player on its path is satisfied by one
/// of them at least; where no row is left, the walk turns back. What a leaf gives to players, be it Shapley values, Banzhaf
/// values or interactions, follows from the cubes of coalitions whose players in are the row's zeros and whose players out
/// are the instance's zeros, with the rows' weights.
///
/// Equal patterns are merged, in the order of their first rows, and their weights are added in the order of the rows: the
/// sequence that an instance meets is the same whether it is taken out of all patterns or met by a walk of its own.
struct BackgroundWalk {
    /// A leaf with the rows that meet the instance there.
    struct Leaf {
        /// Its number in the tree.
        let number: Int
        /// The number of players on its path.
        let count: Int
        /// The instance's pattern.
        let own: UInt16
    }

    private struct Branch {
        /// As ``PatternTree/Inner`` names its children.
        let target: Int32
        let own: UInt16
        /// Its rows, and where there is room for more.
        let rows: Range<Int>
        let top: Int
    }

    /// The distinct patterns of the last leaf's rows.
    private(set) var patterns: [UInt16] = []
    /// Their weights.
    private(set) var weights: [Double] = []
    /// The players on the path to the last leaf, in the order of their bits.
    private(set) var path = [Int32](repeating: 0, count: PatternTree.maximumPlayers + 1)

    private let method: TreeSHAP
    private let forest: PatternForest
    private let background: PatternBackground
    private var tree: PatternTree?
    /// Whether the instance goes left, one an inner slot; empty: all patterns are met.
    private var decisions: [Bool] = []
    private var open: [Branch] = []
    /// The rows of the branches, and their patterns.
    private var rows: [UInt32]
    private var rowPatterns: [UInt16]
    /// The weight of each pattern at the present leaf; zeros between two leaves.
    private var sums: [Double]

    /// The memory that walks against so many rows take, roughly: lists of rows, twice on each level, that have grown.
    static func bytes(rows: Int, depth: Int) -> Int { rows * (24 * (depth + 2) + 16) }

    /// Creates a walk that has not started.
    init(_ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground) {
        self.method = method
        self.forest = forest
        self.background = background
        rows = (0..<UInt32(background.count)).map { $0 }
        rowPatterns = [UInt16](repeating: .max, count: background.count)
        sums = [Double](repeating: 0, count: 1 << forest.trees.reduce(0) { max($0, $1.playerCount) })
    }

    /// Begins at the root of `tree`, with all patterns.
    mutating func start(_ tree: PatternTree) { start(tree) { _ in nil } }

    /// Begins at the root of `tree`, with an instance: `goesLeft` tells its way at an inner slot.
    mutating func start(_ tree: PatternTree, _ goesLeft: (Int) -> Bool?) {
        self.tree = tree
        decisions.removeAll(keepingCapacity: true)
        for slot in 0..<tree.inner.count {
            guard let decision = goesLeft(slot) else { break }
            decisions.append(decision)
        }
        open = [Branch(target: 0, own: .max, rows: 0..<background.count, top: background.count)]
    }

    /// Goes on to the next leaf where rows meet the instance, left before right; nil at the end.
    ///
    /// - Complexity: O(rows) a node that is passed.
    mutating func next() -> Leaf? {
        guard let tree else { return nil }
        while let branch = open.popLast() {
            guard let number = tree.leaf(branch.target) else {
                fork(tree, branch)
                continue
            }
            let count = Int(forest.leaves[tree.firstLeaf + number].count)
            let mask = UInt16((1 << count) - 1)
            merge(branch.rows, mask)
            return Leaf(number: number, count: count, own: branch.own & mask)
        }
        return nil
    }

    /// Divides a branch's rows among the children of an inner node.
    private mutating func fork(_ tree: PatternTree, _ branch: Branch) {
        let slot = Int(branch.target)
        let node = forest.inner[tree.inner.lowerBound + slot]
        let split = forest.splits[tree.inner.lowerBound + slot]
        if Int(node.player) < method.players.count { path[Int(node.bit)] = node.player }
        let right = branch.top + branch.rows.count
        let needed = right + branch.rows.count
        if rows.count < needed {
            rows += repeatElement(0, count: 2 * needed - rows.count)
            rowPatterns += repeatElement(0, count: 2 * needed - rowPatterns.count)
        }
        let goesLeft = decisions.isEmpty ? nil : decisions[slot]
        let ownLeft = goesLeft == false ? branch.own & ~node.mark : branch.own
        let ownRight = goesLeft == true ? branch.own & ~node.mark : branch.own
        let missingGoesLeft = Int(split.column) < background.rows.width
        let column = Int(split.column) - (missingGoesLeft ? 0 : background.rows.width)
        let ends: (left: Int, right: Int)
        if tree.hasCategories {
            let name = Int(forest.nodes[tree.inner.lowerBound + slot])
            let ensemble = method.ensemble
            let left = Int(ensemble.nodes.left[name])
            ends = divide(branch, node.mark, column, ownLeft, ownRight) { ensemble.child(of: name, for: $0) == left }
        } else {
            let threshold = split.threshold
            ends = divide(branch, node.mark, column, ownLeft, ownRight) { value in
                value.isNaN ? missingGoesLeft : value < threshold
            }
        }
        if ends.right > right {
            open.append(Branch(target: node.right, own: ownRight, rows: right..<ends.right, top: ends.right))
        }
        if ends.left > branch.top {
            open.append(Branch(target: node.left, own: ownLeft, rows: branch.top..<ends.left, top: ends.right))
        }
    }

    /// Writes the rows that are left on either side behind `branch.top`, and returns where they end.
    @inline(__always)
    private mutating func divide(
        _ branch: Branch, _ mark: UInt16, _ column: Int, _ ownLeft: UInt16, _ ownRight: UInt16,
        _ goesLeft: (Float) -> Bool
    ) -> (left: Int, right: Int) {
        let count = branch.rows.count
        var (left, right) = (branch.top, branch.top + count)
        precondition(rows.count >= right + count && rowPatterns.count == rows.count, "there is room")
        precondition((column + 1) * background.count <= background.columns.count, "the column exists")
        let first = column * background.count
        // SAFETY: rows are numbers below the background's count; either side gets at most all of the branch's rows, for which
        // there is room; the buffers do not leave the closure.
        unsafe rows.withUnsafeMutableBufferPointer { rows in
            unsafe rowPatterns.withUnsafeMutableBufferPointer { patterns in
                unsafe background.columns.withUnsafeBufferPointer { values in
                    for position in branch.rows {
                        let (row, pattern) = unsafe (rows[position], patterns[position])
                        let isLeft = goesLeft(unsafe values[first &+ Int(row)])
                        let ofLeft = isLeft ? pattern : pattern & ~mark
                        let ofRight = isLeft ? pattern & ~mark : pattern
                        unsafe rows[left] = row
                        unsafe patterns[left] = ofLeft
                        left &+= (ofLeft | ownLeft) & mark == 0 ? 0 : 1
                        unsafe rows[right] = row
                        unsafe patterns[right] = ofRight
                        right &+= (ofRight | ownRight) & mark == 0 ? 0 : 1
                    }
                }
            }
        }
        return (left, right)
    }

    /// Merges the equal patterns of a leaf's rows.
    private mutating func merge(_ range: Range<Int>, _ mask: UInt16) {
        patterns.removeAll(keepingCapacity: true)
        weights.removeAll(keepingCapacity: true)
        precondition(range.upperBound <= rows.count && Int(mask) < sums.count, "rows and patterns exist")
        // SAFETY: the precondition covers positions and patterns; rows are numbers below the background's count.
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe background.rows.weights.withUnsafeBufferPointer { weights in
                unsafe rows.withUnsafeBufferPointer { rows in
                    unsafe rowPatterns.withUnsafeBufferPointer { rowPatterns in
                        for position in range {
                            let pattern = unsafe rowPatterns[position] & mask
                            let sum = unsafe sums[Int(pattern)]
                            // Weights are positive: a zero is a pattern that was not met yet.
                            if sum == 0 { patterns.append(pattern) }
                            unsafe sums[Int(pattern)] = unsafe sum + weights[Int(rows[position])]
                        }
                    }
                }
            }
        }
        for pattern in patterns {
            weights.append(sums[Int(pattern)])
            sums[Int(pattern)] = 0
        }
    }

    /// Adds to each output's base value what the rows that go to `leaf` give it.
    func addBases(_ leaf: Leaf, _ values: ArraySlice<Double>, to bases: inout [Double]) {
        let all = UInt16((1 << leaf.count) - 1)
        guard let position = patterns.firstIndex(of: all) else { return }
        for (output, value) in values.enumerated() { bases[output] += weights[position] * value }
    }
}
