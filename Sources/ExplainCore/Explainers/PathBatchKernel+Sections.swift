extension PathBatchKernel {
    /// The inner nodes of a section, parents first: from P above each to P below it.
    @inline(__always)
    mutating func goDown(
        _ section: PathLayout.Section, _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], points: Int,
        isWhole: Bool
    ) {
        // SAFETY: the builder of a layout keeps columns, edges, positions and factors below the sizes that `add` provides.
        let splits = layout.splits.span
        let columns = unsafe columns.first
        let table = factors.span
        let edges = unsafe edges.first
        let satisfied = unsafe satisfied.first
        let leftFractions = unsafe leftFractions.first
        let rightFractions = unsafe rightFractions.first
        let leftGains = unsafe leftGains.first
        let rightGains = unsafe rightGains.first
        for index in 0..<section.innerCount {
            let split = unsafe splits[unchecked: section.firstSplit &+ index]
            let position = section.firstPosition &+ index
            let column = unsafe columns[pass.firstColumn &+ Int(split.column)]
            let taken = Self.mask(column .< Lanes(repeating: Double(split.threshold)))
            let slope = unsafe table[unchecked: pass.firstFactor &+ Int(split.factor)].slope
            let left = Side(ratio: split.leftRatio, slope: slope)
            let right = Side(ratio: split.rightRatio, slope: slope)
            var gain = Self.choose(taken, left.gain, left.loss)
            var rightGain = Self.choose(taken, right.loss, right.gain)
            if split.previous != 0 {
                let before = unsafe satisfied[Int(split.previous)]
                gain &= before
                rightGain &= before
                unsafe satisfied[2 &* position] = before & taken
                unsafe satisfied[2 &* position &+ 1] = before & ~taken
            } else if split.isAskedAgain {
                unsafe satisfied[2 &* position] = taken
                unsafe satisfied[2 &* position &+ 1] = ~taken
            }
            unsafe leftGains[position] = Self.lanes(gain)
            if !isWhole { unsafe rightGains[position] = Self.lanes(rightGain) }
            if split.previous == 0 {
                unsafe Self.spread(
                    edges, Int(split.edge), position, points, isWhole, leftFractions, rightFractions,
                    left: { Self.lanes(Self.choose(taken, left.hit[$0], left.miss[$0])) },
                    right: { Self.lanes(Self.choose(taken, right.miss[$0], right.hit[$0])) })
            } else {
                unsafe Self.spread(
                    edges, Int(split.edge), position, points, isWhole, leftFractions, rightFractions,
                    left: { split.leftRatio + slope[$0] * Self.lanes(gain) },
                    right: { split.rightRatio + slope[$0] * Self.lanes(rightGain) })
            }
        }
    }

    /// Multiplies what is above a node by the fractions that go to the left and to the right.
    @inline(__always)
    private static func spread(
        _ edges: UnsafeMutablePointer<Lanes>, _ edge: Int, _ position: Int, _ points: Int, _ isWhole: Bool,
        _ leftFractions: UnsafeMutablePointer<Lanes>, _ rightFractions: UnsafeMutablePointer<Lanes>,
        left: (Int) -> Lanes, right: (Int) -> Lanes
    ) {
        for point in 0..<points {
            // SAFETY: as in `goDown`.
            let above = unsafe edges[edge &* points &+ point]
            let fraction = left(point)
            let below = above * fraction
            unsafe leftFractions[position &* points &+ point] = fraction
            unsafe edges[(2 &* position) &* points &+ point] = below
            if isWhole {
                unsafe edges[(2 &* position &+ 1) &* points &+ point] = above - below
            } else {
                let rightFraction = right(point)
                unsafe rightFractions[position &* points &+ point] = rightFraction
                unsafe edges[(2 &* position &+ 1) &* points &+ point] = above * rightFraction
            }
        }
    }

    /// The nodes with two leaves: from P above each to R.
    @inline(__always)
    mutating func turn(
        _ section: PathLayout.Section, _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], points: Int,
        isWhole: Bool
    ) {
        // SAFETY: as in `goDown`; players are below the number that `values` has room for.
        let splits = layout.splits.span
        let columns = unsafe columns.first
        let pairs = layout.pairs.span
        let table = factors.span
        let satisfied = unsafe satisfied.first
        let edges = unsafe edges.first
        let values = unsafe values.first
        let firstSplit = section.firstSplit &+ section.innerCount
        let firstPair = pass.firstPair &+ section.firstPair
        for index in 0..<section.bottomCount {
            let split = unsafe splits[unchecked: firstSplit &+ index]
            let pair = unsafe pairs[unchecked: firstPair &+ index]
            let column = unsafe columns[pass.firstColumn &+ Int(split.column)]
            let taken = Self.mask(column .< Lanes(repeating: Double(split.threshold)))
            let before = unsafe satisfied[Int(split.previous)]
            let factor = unsafe table[unchecked: pass.firstFactor &+ Int(split.factor)]
            let left = Side(ratio: split.leftRatio, slope: factor.slope)
            let right = Side(ratio: split.rightRatio, slope: factor.slope)
            let value = pass.firstValue &+ Int(split.player)
            let edge = Int(split.edge) &* points
            // What all of the node gives, as a choice between the two sides, and what it gives where nothing is known.
            let (hit, miss, open, gain, loss): (SIMD4<Double>, SIMD4<Double>, Double, Double, Double)
            if isWhole {
                let difference = pair.x - pair.y
                hit = pair.y + left.hit * difference
                miss = pair.y + left.miss * difference
                open = pair.y + split.leftRatio * difference
                (gain, loss) = (left.gain * difference, left.loss * difference)
            } else {
                hit = left.hit * pair.x + right.miss * pair.y
                miss = left.miss * pair.x + right.hit * pair.y
                open = split.leftRatio * pair.x + split.rightRatio * pair.y
                (gain, loss) = (left.gain * pair.x + right.loss * pair.y, left.loss * pair.x + right.gain * pair.y)
            }
            var total = Lanes.zero
            if split.previous == 0 {
                total = Self.sum(points) { point in unsafe edges[edge &+ point] }
                for point in 0..<points {
                    unsafe edges[edge &+ point] = Self.lanes(Self.choose(taken, hit[point], miss[point]))
                }
                unsafe values[value] += total * Self.lanes(Self.choose(taken, gain, loss))
            } else {
                total = Self.sum(points) { point in
                    unsafe edges[edge &+ point] * factor.density[point]
                }
                for point in 0..<points {
                    let known = Self.choose(taken, hit[point], miss[point])
                    let unknown = Mask(repeating: Int64(bitPattern: open.bitPattern))
                    unsafe edges[edge &+ point] = Self.lanes(unknown ^ (before & (unknown ^ known)))
                }
                unsafe values[value] += total * Self.lanes(Self.choose(taken, gain, loss) & before)
            }
        }
    }

    /// The inner nodes of a section, children first: from R below each to R above it.
    @inline(__always)
    mutating func goUp(
        _ section: PathLayout.Section, _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], points: Int,
        isWhole: Bool
    ) {
        // SAFETY: as in `turn`.
        let splits = layout.splits.span
        let table = factors.span
        let leftFractions = unsafe leftFractions.first
        let rightFractions = unsafe rightFractions.first
        let leftGains = unsafe leftGains.first
        let rightGains = unsafe rightGains.first
        let edges = unsafe edges.first
        let values = unsafe values.first
        var index = section.innerCount &- 1
        while index >= 0 {
            let split = unsafe splits[unchecked: section.firstSplit &+ index]
            let position = section.firstPosition &+ index
            let density = unsafe table[unchecked: pass.firstFactor &+ Int(split.factor)].density
            let gain = unsafe leftGains[position]
            let total = Self.sum(points) { point in
                let left = unsafe edges[(2 &* position) &* points &+ point]
                let right = unsafe edges[(2 &* position &+ 1) &* points &+ point]
                let fraction = unsafe leftFractions[position &* points &+ point]
                var weight = unsafe edges[Int(split.edge) &* points &+ point]
                if split.previous != 0 { weight *= density[point] }
                if isWhole {
                    let difference = left - right
                    unsafe edges[Int(split.edge) &* points &+ point] = right + fraction * difference
                    return weight * difference
                }
                let rightGain = unsafe rightGains[position]
                let rightFraction = unsafe rightFractions[position &* points &+ point]
                unsafe edges[Int(split.edge) &* points &+ point] = fraction * left + rightFraction * right
                return weight * (left * gain + right * rightGain)
            }
            let value = pass.firstValue &+ Int(split.player)
            unsafe values[value] += isWhole ? total * gain : total
            index &-= 1
        }
    }

    /// What a side of a split gives when the row goes there and when it does not, for a player without conditions above.
    private struct Side {
        let gain: Double
        let loss: Double
        let hit: SIMD4<Double>
        let miss: SIMD4<Double>

        @inline(__always)
        init(ratio: Double, slope: SIMD4<Double>) {
            gain = 1 - ratio
            loss = 0 - ratio
            hit = ratio + slope * gain
            miss = ratio + slope * loss
        }
    }

    // SAFETY: masks and numbers have as many lanes of 64 bits.
    @inline(__always)
    private static func mask(_ mask: SIMDMask<Mask>) -> Mask { unsafe unsafeBitCast(mask, to: Mask.self) }

    // SAFETY: as above.
    @inline(__always)
    private static func lanes(_ bits: Mask) -> Lanes { unsafe unsafeBitCast(bits, to: Lanes.self) }

    /// The bits of `first` where `mask` is set, else those of `second`.
    @inline(__always)
    private static func choose(_ mask: Mask, _ first: Double, _ second: Double) -> Mask {
        let other = Int64(bitPattern: second.bitPattern)
        return Mask(repeating: other) ^ (mask & Mask(repeating: other ^ Int64(bitPattern: first.bitPattern)))
    }

    /// The sum over the points in the order in which ``PathRowKernel`` adds its lanes; missing ones count as zeros.
    @inline(__always)
    private static func sum(_ points: Int, _ term: (Int) -> Lanes) -> Lanes {
        let first = term(0)
        guard points > 1 else { return first }
        let second = term(1)
        guard points > 2 else { return first + second }
        let third = term(2)
        guard points > 3 else { return (first + third) + second }
        return (first + third) + (second + term(3))
    }
}
