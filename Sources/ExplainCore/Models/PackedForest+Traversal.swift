extension PackedForest {
    /// Expands rows into columns.
    ///
    /// Shapes: `rows` is row-major with `featureCount` columns, of which rows `range` are taken; `block` has room for
    /// `range.count` x `width` values.
    func expand(
        _ rows: Span<Double>, _ range: Range<Int>, featureCount: Int, into block: inout MutableSpan<Float>
    ) {
        var position = 0
        for row in range {
            for column in columns {
                let value = Float(rows[row * featureCount + Int(column.feature)])
                block[position] = value.isNaN ? (column.missingLeft ? -.infinity : .infinity) : value
                position += 1
            }
            block[position] = -.infinity
            position += 1
        }
    }

    /// Sends the first `rows` rows of `block` down tree `index` and writes the node each ends in, counted from the tree's first.
    ///
    /// Shapes: `block` has room for `rows` rounded up to a multiple of 8, times `width`; `leaves` likewise for the rounded rows.
    func traverse(_ index: Int, _ block: [Float], rows: Int, into leaves: inout [Int32]) {
        let rounded = (rows + 7) / 8 * 8
        precondition(block.count >= rounded * width && leaves.count >= rounded, "a block has room for whole steps")
        let tree = trees[index]
        // SAFETY: `append` keeps every `left`, plus one, inside the tree's nodes, and every column below `width`; the
        // precondition covers rows and leaves; the buffers are not used outside the closures.
        unsafe nodes.withUnsafeBufferPointer { nodes in
            unsafe block.withUnsafeBufferPointer { block in
                guard let base = nodes.baseAddress, let values = block.baseAddress else { return }
                let first = unsafe base + tree.start
                for row in stride(from: 0, to: rounded, by: 8) {
                    let lanes = unsafe Self.descend(first, tree.depth, values + row * width, width)
                    for lane in 0..<8 { leaves[row + lane] = lanes[lane] }
                }
            }
        }
    }

    /// Eight rows take every step together, so that their loads overlap.
    // SAFETY: `traverse` passes a whole tree and eight whole rows, and a step leads to a node of the same tree.
    @inline(__always)
    private static func descend(
        _ nodes: UnsafePointer<Node>, _ depth: Int, _ row: UnsafePointer<Float>, _ width: Int
    ) -> SIMD8<Int32> {
        var (k0, k1, k2, k3, k4, k5, k6, k7) = (0, 0, 0, 0, 0, 0, 0, 0)
        var level = 0
        while level < depth {
            for _ in 0..<min(8, depth - level) {
                k0 = unsafe step(nodes, k0, row)
                k1 = unsafe step(nodes, k1, row + width)
                k2 = unsafe step(nodes, k2, row + 2 &* width)
                k3 = unsafe step(nodes, k3, row + 3 &* width)
                k4 = unsafe step(nodes, k4, row + 4 &* width)
                k5 = unsafe step(nodes, k5, row + 5 &* width)
                k6 = unsafe step(nodes, k6, row + 6 &* width)
                k7 = unsafe step(nodes, k7, row + 7 &* width)
            }
            level += 8
            // Deep trees are rarely deep everywhere: a leaf is its own left child.
            let lanes = SIMD8(k0, k1, k2, k3, k4, k5, k6, k7)
            var settled = true
            for lane in 0..<8 where unsafe Int(nodes[lanes[lane]].left) != lanes[lane] { settled = false }
            if settled { break }
        }
        return SIMD8(truncatingIfNeeded: SIMD8(k0, k1, k2, k3, k4, k5, k6, k7))
    }

    // SAFETY: `index` is a node of the tree, and a node's column lies within the row; `append` has checked both.
    @inline(__always)
    private static func step(_ nodes: UnsafePointer<Node>, _ index: Int, _ row: UnsafePointer<Float>) -> Int {
        let node = unsafe nodes[index]
        return unsafe Int(node.left) &+ (row[Int(node.column)] < node.threshold ? 0 : 1)
    }
}
