/// A quadrature rule on [0, 1] in blocks of four points.
struct PathRule: Sendable {
    /// Up to four points; lanes beyond have the weight 0 and a node that nothing can fail at.
    struct Block: Sendable {
        var nodes = SIMD4<Double>(repeating: 0.5)
        var weights = SIMD4<Double>.zero
        /// The number of points.
        var count = 0
    }

    let blocks: [Block]

    /// The rule with `count` points.
    init(count: Int) {
        let rule = GaussLegendre(count: count)
        blocks = stride(from: 0, to: count, by: 4).map { start in
            var block = Block()
            block.count = min(4, count - start)
            for lane in 0..<block.count {
                block.nodes[lane] = rule.nodes[start + lane]
                block.weights[lane] = rule.weights[start + lane]
            }
            return block
        }
    }

    /// The number of points of a rule that is exact for `players` on a path.
    ///
    /// Beyond a few there is one for each power of two, so that there are few of them.
    static func size(players: Int) -> Int {
        let needed = (players + 1) / 2
        var size = max(1, needed)
        if size > largestOwnSize {
            size = largestOwnSize
            while size < needed { size *= 2 }
        }
        return size
    }

    private static let largestOwnSize = 16
}
