extension BinnedForest {
    /// The number of rows of a tile.
    static let tileRows = 64

    /// One byte for each row of a tile.
    typealias Lanes = SIMD64<Int8>

    /// Reduces up to 64 rows to their bins.
    ///
    /// Shapes: `rows` is row-major with `featureCount` columns, of which rows `range` are taken; `tiles` has room for `width`
    /// columns from `start` on. The lanes behind the last row hold the bins of some value.
    func reduce(
        _ rows: Span<Double>, _ range: Range<Int>, featureCount: Int, _ categories: CategorySets,
        into tiles: inout [Lanes], from start: Int
    ) {
        precondition(range.count <= Self.tileRows && !range.isEmpty, "a tile has 1 to 64 rows")
        precondition(start >= 0 && start + width <= tiles.count, "a tile has a column for every chunk and side")
        var keys = [Int32](repeating: 0, count: Self.tileRows)
        var bins = [Int32](repeating: 0, count: Self.tileRows)
        var last = -1
        for (index, chunk) in chunks.enumerated() {
            if chunk.feature != last {
                for (lane, row) in range.enumerated() {
                    keys[lane] = Self.key(Float(rows[row * featureCount + chunk.feature]))
                }
                last = chunk.feature
            }
            search(chunk, keys, &bins)
            tiles[start + 2 * index] = Self.lanes(bins)
            for lane in 0..<Self.tileRows where keys[lane] == .min { bins[lane] = Int32(Self.cutsPerChunk) }
            tiles[start + 2 * index + 1] = Self.lanes(bins)
        }
        for (index, column) in categoryColumns.enumerated() {
            for (lane, row) in range.enumerated() {
                let value = Float(rows[row * featureCount + column.feature])
                bins[lane] = column.resolve(value, categories) > 0 ? Int32(Self.cutsPerChunk) : 0
            }
            tiles[start + 2 * chunks.count + index] = Self.lanes(bins)
        }
    }

    /// An integer that is ordered as the number is; NaN is the least, and both zeros are one.
    static func key(_ value: Float) -> Int32 {
        let bits = Int32(bitPattern: (value + 0).bitPattern)
        return value.isNaN ? .min : bits ^ ((bits >> 31) & .max)
    }

    /// Counts the thresholds not above each value by binary search.
    ///
    /// The step is arithmetic on the sign of a difference: a comparison becomes a branch, and that is mispredicted every other
    /// time.
    private func search(_ chunk: Chunk, _ keys: [Int32], _ bins: inout [Int32]) {
        precondition(keys.count == Self.tileRows && bins.count == Self.tileRows, "a number for every lane")
        let levels = chunk.levels
        let cutCount = chunk.cutCount
        // SAFETY: after l levels an index is below 2^l + ... + 2^0, so it stays inside the chunk's cuts.
        unsafe cuts.withUnsafeBufferPointer { cuts in
            guard let base = cuts.baseAddress else { return }
            let cuts = unsafe base + chunk.start
            for lane in 0..<Self.tileRows {
                let key = Int(keys[lane])
                var index = 0
                for _ in 0..<levels {
                    let sign = unsafe (key &- Int(cuts[index])) >> 63
                    index = 2 &* index &+ 2 &+ sign
                }
                bins[lane] = Int32(truncatingIfNeeded: index &- cutCount)
            }
        }
    }

    /// Bins 0...255 as bytes from -128 on.
    private static func lanes(_ bins: [Int32]) -> Lanes {
        precondition(bins.count == tileRows, "a number for every lane")
        var lanes = Lanes()
        // SAFETY: the vector has 64 bytes and the array 64 numbers.
        unsafe withUnsafeMutableBytes(of: &lanes) { lanes in
            for lane in 0..<tileRows { unsafe lanes[lane] = UInt8(truncatingIfNeeded: bins[lane] &- 128) }
        }
        return lanes
    }

    /// The leaf slot, below 2^depth, of every row of the tile from `start` on in one tree.
    func evaluate(_ index: Int, _ tiles: [Lanes], from start: Int) -> SIMD64<UInt8> {
        let tree = trees[index]
        precondition(start >= 0 && start + width <= tiles.count, "a tile has a column for every chunk and side")
        if tree.depth == 0 { return SIMD64() }
        // SAFETY: a tree has 2^depth - 1 nodes from its start on, whose columns lie below `width`.
        return unsafe nodes.withUnsafeBufferPointer { nodes in
            unsafe tiles.withUnsafeBufferPointer { tiles in
                guard let first = nodes.baseAddress, let columns = tiles.baseAddress else { return SIMD64() }
                let evaluation = unsafe Evaluation(nodes: first + tree.start, columns: columns + start)
                return unsafe unsafeBitCast(evaluation.root(depth: tree.depth), to: SIMD64<UInt8>.self)
            }
        }
    }
}
