/// What a leaf of 1 gives to the players of its path: sums over the patterns of background rows.
///
/// An instance with pattern a and a row with pattern b meet when they cover all players. The zeros of b are then the players
/// that only the instance satisfies, the zeros of a those that only the row does. The first gain and the second lose the
/// shares of the cube of coalitions that holds all of the first and none of the second (``ShapleyWeights``), all players of
/// a side alike. A pattern's numbers have the same bits alone and in the table of all patterns: either way the rows' are
/// added in their order.
struct PatternShares {
    private static let ones = (0..<256).map { UInt8($0.nonzeroBitCount) }

    private let shares = ShapleyWeights()
    private let ones = Self.ones
    /// The numbers of one pattern.
    private(set) var numbers = [Double](repeating: 0, count: PatternTree.maximumPlayers)
    /// The pairs of numbers of a pattern in ``table``.
    private(set) var pairs = 0
    /// The numbers of all patterns, in pairs.
    private(set) var table: [SIMD2<Double>] = []
    /// What the players that an instance lacks lose, one a pattern.
    private var losses: [Double] = []
    /// What one row's pattern gives, by the number of players that an instance lacks: pairs of gains, and a loss.
    private var gained: [SIMD2<Double>] = []
    private var lost = [Double](repeating: 0, count: PatternTree.maximumPlayers + 1)

    /// Computes ``numbers`` for the instance's pattern at a leaf; all rows meet it.
    mutating func meet(_ leaf: BackgroundWalk.Leaf, _ walk: borrowing BackgroundWalk) {
        let all = UInt16((1 << leaf.count) - 1)
        let lacking = all & ~leaf.own
        let others = count(lacking)
        for position in 0..<leaf.count { numbers[position] = 0 }
        var loss = 0.0
        for position in walk.patterns.indices {
            var alone = all & ~walk.patterns[position]
            let (own, weight) = (count(alone), walk.weights[position])
            if others > 0 { loss += weight * shares.share(own: others, others: own) }
            guard own > 0 else { continue }
            let gain = weight * shares.share(own: own, others: others)
            while alone != 0 {
                numbers[alone.trailingZeroBitCount] += gain
                alone &= alone - 1
            }
        }
        var rest = lacking
        while rest != 0 {
            numbers[rest.trailingZeroBitCount] = -loss
            rest &= rest - 1
        }
    }

    /// Computes ``table`` for a leaf.
    ///
    /// - Complexity: O(players) for every row's pattern b and every pattern of the 2^|b| that meet it.
    mutating func tabulate(_ leaf: BackgroundWalk.Leaf, _ walk: borrowing BackgroundWalk) {
        pairs = (leaf.count + 1) / 2
        let all = UInt16((1 << leaf.count) - 1)
        table.removeAll(keepingCapacity: true)
        table.append(contentsOf: repeatElement(SIMD2(), count: pairs << leaf.count))
        losses.removeAll(keepingCapacity: true)
        losses.append(contentsOf: repeatElement(0, count: 1 << leaf.count))
        for position in walk.patterns.indices {
            let pattern = walk.patterns[position]
            weigh(all & ~pattern, pattern, walk.weights[position], pairs)
            add(all & ~pattern, pattern, pairs)
        }
        for pattern in 0...Int(all) where losses[pattern] != 0 {
            let loss = losses[pattern]
            for pair in 0..<pairs {
                let bits = pattern >> (2 * pair)
                table[pattern * pairs + pair] -= SIMD2(bits & 1 == 0 ? loss : 0, bits & 2 == 0 ? loss : 0)
            }
        }
    }

    /// Computes what a row's pattern gives to its zeros, `alone`, and takes from the players that an instance lacks.
    private mutating func weigh(_ alone: UInt16, _ pattern: UInt16, _ weight: Double, _ pairs: Int) {
        let own = count(alone)
        gained.removeAll(keepingCapacity: true)
        for others in 0...count(pattern) {
            let gain = own > 0 ? weight * shares.share(own: own, others: others) : 0
            lost[others] = others > 0 ? weight * shares.share(own: others, others: own) : 0
            for pair in 0..<pairs {
                let bits = alone >> UInt16(2 * pair)
                gained.append(SIMD2(bits & 1 == 0 ? 0 : gain, bits & 2 == 0 ? 0 : gain))
            }
        }
    }

    /// Adds a row's pattern to all that meet it: its zeros `alone` and any of its ones.
    private mutating func add(_ alone: UInt16, _ pattern: UInt16, _ pairs: Int) {
        precondition(losses.count > Int(alone | pattern) && table.count == pairs * losses.count, "patterns have rows")
        // SAFETY: patterns that meet are within alone | pattern; there are gains for every number of ones.
        unsafe table.withUnsafeMutableBufferPointer { table in
            unsafe losses.withUnsafeMutableBufferPointer { losses in
                unsafe gained.withUnsafeBufferPointer { gained in
                    unsafe lost.withUnsafeBufferPointer { lost in
                        unsafe ones.withUnsafeBufferPointer { ones in
                            var shared = Int(pattern)
                            while true {
                                let lacking = Int(pattern) ^ shared
                                let others = unsafe Int(ones[lacking & 255]) &+ Int(ones[lacking &>> 8])
                                let met = Int(alone) | shared
                                unsafe losses[met] += lost[others]
                                let (row, gains) = (met &* pairs, others &* pairs)
                                var pair = pairs
                                while pair > 0 {
                                    pair &-= 1
                                    unsafe table[row &+ pair] += gained[gains &+ pair]
                                }
                                if shared == 0 { break }
                                shared = (shared &- 1) & Int(pattern)
                            }
                        }
                    }
                }
            }
        }
    }

    private func count(_ bits: UInt16) -> Int { Int(ones[Int(bits & 255)]) + Int(ones[Int(bits >> 8)]) }
}
