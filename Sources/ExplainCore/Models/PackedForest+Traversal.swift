extension PackedForest {
    /// Expands rows into columns.
    ///
    /// Shapes: `rows` is row-major with `featureCount` columns, of which rows `range` are taken; `block` has room for
    /// `range.count` x `width` values.
    func expand(
        _ rows: Span<Double>, _ range: Range<Int>, featureCount: Int, _ categories: CategorySets,
        into block: inout MutableSpan<Float>
    ) {
        var position = 0
        for row in range {
            for column in columns {
                block[position] = column.resolve(Float(rows[row * featureCount + column.feature]), categories)
                position += 1
            }
            block[position] = -.infinity
            position += 1
        }
    }

    /// The rows of a tile: in a tile the values of a column stand together, so that eight rows need one address.
    static let tileRows = 64

    /// Expands rows into the columns of tiles.
    ///
    /// Shapes: `rows` is row-major with `featureCount` columns, of which rows `range` are taken; `block` has room for
    /// `range.count`, rounded up to whole tiles, x `width` values. What stands for the missing rows of a tile is not said.
    func expandTiles(
        _ rows: Span<Double>, _ range: Range<Int>, featureCount: Int, _ categories: CategorySets,
        into block: inout MutableSpan<Float>
    ) {
        for (position, row) in range.enumerated() {
            let first = position / Self.tileRows * Self.tileRows * width + position % Self.tileRows
            let values = rows.extracting((row * featureCount)..<((row + 1) * featureCount))
            for (number, column) in columns.enumerated() {
                block[first + number * Self.tileRows] = column.resolve(Float(values[column.feature]), categories)
            }
            block[first + columns.count * Self.tileRows] = -.infinity
        }
    }

    /// Sends the first `rows` rows of the tiles `block` down tree `index` and writes the node each ends in, counted from the
    /// tree's first.
    ///
    /// Shapes: `block` has room for `rows` rounded up to a multiple of 64, times `width`; `leaves` likewise for rows rounded up
    /// to a multiple of 8.
    func traverse(_ index: Int, _ block: [Float], rows: Int, into leaves: inout [Int32]) {
        let rounded = (rows + 7) / 8 * 8
        let tileCount = (rows + Self.tileRows - 1) / Self.tileRows
        precondition(
            block.count >= tileCount * Self.tileRows * width && leaves.count >= rounded,
            "a block has room for whole tiles")
        let tree = trees[index]
        let tileSize = Self.tileRows * width
        // SAFETY: `append` keeps every `left`, plus one, inside the tree's nodes, and every column below `width`; the
        // precondition covers rows and leaves; the buffers are not used outside the closures.
        unsafe nodes.withUnsafeBufferPointer { nodes in
            unsafe block.withUnsafeBufferPointer { block in
                unsafe leaves.withUnsafeMutableBufferPointer { leaves in
                    guard let nodes = nodes.baseAddress, let values = block.baseAddress,
                        let leaves = leaves.baseAddress
                    else { return }
                    let first = unsafe nodes + tree.start
                    for row in stride(from: 0, to: rounded, by: 8) {
                        let tile = unsafe values + row / Self.tileRows * tileSize + row % Self.tileRows
                        let lanes = unsafe Self.descend(
                            tree.depth, nodes: { _ in unsafe first }, rows: { unsafe tile + $0 }, stride: Self.tileRows)
                        for lane in 0..<8 { unsafe leaves[row + lane] = lanes[lane] }
                    }
                }
            }
        }
    }

    /// Sends row `row` of `block` down all trees and writes the node it ends in, tree after tree.
    ///
    /// Shape: `leaves` has room for the number of trees.
    func traverseAll(_ block: [Float], row: Int, into leaves: inout [Int32]) {
        precondition(block.count >= (row + 1) * width && leaves.count >= trees.count, "a block has room for the row")
        // SAFETY: as in `traverse`; lanes beyond the last tree repeat it.
        unsafe nodes.withUnsafeBufferPointer { nodes in
            unsafe block.withUnsafeBufferPointer { block in
                guard let base = nodes.baseAddress, let values = block.baseAddress else { return }
                let first = unsafe values + row * width
                for index in stride(from: 0, to: trees.count, by: 8) {
                    let last = min(index + 7, trees.count - 1)
                    var depth = 0
                    for tree in index...last { depth = max(depth, trees[tree].depth) }
                    let lanes = unsafe Self.descend(
                        depth, nodes: { unsafe base + trees[min(index + $0, last)].start }, rows: { _ in unsafe first },
                        stride: 1)
                    for tree in index...last { leaves[tree] = lanes[tree - index] }
                }
            }
        }
    }

    /// Eight descents take every step together, so that their loads overlap.
    ///
    /// `nodes` and `rows` give the tree and the row of each of them, whose values are `stride` numbers apart.
    @inline(__always)
    private static func descend(
        _ depth: Int, nodes: (Int) -> UnsafePointer<Node>, rows: (Int) -> UnsafePointer<Float>, stride: Int
    ) -> SIMD8<Int32> {
        // SAFETY: the callers vouch for trees and rows.
        let (n0, n1, n2, n3) = unsafe (nodes(0), nodes(1), nodes(2), nodes(3))
        let (n4, n5, n6, n7) = unsafe (nodes(4), nodes(5), nodes(6), nodes(7))
        let (r0, r1, r2, r3) = unsafe (rows(0), rows(1), rows(2), rows(3))
        let (r4, r5, r6, r7) = unsafe (rows(4), rows(5), rows(6), rows(7))
        var (k0, k1, k2, k3, k4, k5, k6, k7) = (0, 0, 0, 0, 0, 0, 0, 0)
        var level = 0
        while level < depth {
            for _ in 0..<min(8, depth - level) {
                k0 = unsafe step(n0, k0, r0, stride)
                k1 = unsafe step(n1, k1, r1, stride)
                k2 = unsafe step(n2, k2, r2, stride)
                k3 = unsafe step(n3, k3, r3, stride)
                k4 = unsafe step(n4, k4, r4, stride)
                k5 = unsafe step(n5, k5, r5, stride)
                k6 = unsafe step(n6, k6, r6, stride)
                k7 = unsafe step(n7, k7, r7, stride)
            }
            level += 8
            // Deep trees are rarely deep everywhere: a leaf is its own left child.
            let (a, b) = unsafe (n0[k0].left == k0 && n1[k1].left == k1, n2[k2].left == k2 && n3[k3].left == k3)
            let (c, d) = unsafe (n4[k4].left == k4 && n5[k5].left == k5, n6[k6].left == k6 && n7[k7].left == k7)
            if a && b && c && d { break }
        }
        return SIMD8(truncatingIfNeeded: SIMD8(k0, k1, k2, k3, k4, k5, k6, k7))
    }

    @inline(__always)
    private static func step(
        _ nodes: UnsafePointer<Node>, _ index: Int, _ row: UnsafePointer<Float>, _ stride: Int
    ) -> Int {
        // SAFETY: as in `traverse`.
        let node = unsafe nodes[index]
        return unsafe Int(node.left) &+ (row[Int(node.column) &* stride] < node.threshold ? 0 : 1)
    }
}
