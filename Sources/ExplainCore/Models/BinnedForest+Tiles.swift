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
        let keys = keys(rows, range, featureCount: featureCount)
        var bins = [Int32](repeating: 0, count: Self.tileRows)
        for (index, chunk) in chunks.enumerated() {
            let first = chunk.key * Self.tileRows
            search(chunk, keys, first, &bins)
            tiles[start + 2 * index] = Self.lanes(bins)
            for lane in 0..<Self.tileRows where keys[first + lane] == .min { bins[lane] = Int32(Self.cutsPerChunk) }
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

    /// The keys of the values that are compared with thresholds: feature after feature, one for every lane.
    private func keys(_ rows: Span<Double>, _ range: Range<Int>, featureCount: Int) -> [Int32] {
        var keys = [Int32](repeating: 0, count: features.count * Self.tileRows)
        var span = keys.mutableSpan
        for (lane, row) in range.enumerated() {
            let values = rows.extracting((row * featureCount)..<((row + 1) * featureCount))
            for (position, feature) in features.enumerated() {
                span[position * Self.tileRows + lane] = Self.key(Float(values[feature]))
            }
        }
        return keys
    }

    /// Counts the thresholds not above each of 64 values by binary search.
    ///
    /// The step is arithmetic on the sign of a difference: a comparison becomes a branch, and that is mispredicted every other
    /// time.
    private func search(_ chunk: Chunk, _ keys: [Int32], _ first: Int, _ bins: inout [Int32]) {
        precondition(first + Self.tileRows <= keys.count && bins.count == Self.tileRows, "a number for every lane")
        let levels = chunk.levels
        let cutCount = chunk.cutCount
        // SAFETY: after l levels an index is below 2^l + ... + 2^0, so it stays inside the chunk's cuts; lanes are checked above.
        unsafe cuts.withUnsafeBufferPointer { cuts in
            unsafe keys.withUnsafeBufferPointer { keys in
                unsafe bins.withUnsafeMutableBufferPointer { bins in
                    guard let cuts = cuts.baseAddress, let keys = keys.baseAddress, let bins = bins.baseAddress
                    else { return }
                    let own = unsafe cuts + chunk.start
                    for lane in 0..<Self.tileRows {
                        let key = unsafe Int(keys[first + lane])
                        var index = 0
                        for _ in 0..<levels {
                            let sign = unsafe (key &- Int(own[index])) >> 63
                            index = 2 &* index &+ 2 &+ sign
                        }
                        unsafe bins[lane] = Int32(truncatingIfNeeded: index &- cutCount)
                    }
                }
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

    /// The leaf slot, below 2^depth, of every row of a tile in one tree.
    // SAFETY: the caller vouches that `columns` has `width` columns.
    @unsafe
    @inline(__always)
    func evaluate(_ index: Int, _ columns: UnsafePointer<Lanes>) -> SIMD64<UInt8> {
        let tree = trees[index]
        if tree.depth == 0 { return SIMD64() }
        // SAFETY: a tree has 2^depth - 1 nodes from its start on, whose columns lie below `width`.
        return unsafe nodes.withUnsafeBufferPointer { nodes in
            guard let first = nodes.baseAddress else { return SIMD64() }
            let evaluation = unsafe Evaluation(nodes: first + tree.start, columns: columns)
            return unsafe unsafeBitCast(evaluation.root(depth: tree.depth), to: SIMD64<UInt8>.self)
        }
    }
}
