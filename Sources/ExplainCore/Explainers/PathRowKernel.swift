/// The path-dependent attributions of one row: lanes are quadrature points.
///
/// No branch depends on the row. Every number is computed and added in the order of ``PathBatchKernel``, so that both give
/// the same bits. See ``PathLayout`` for the formulas.
struct PathRowKernel: ~Copyable {
    typealias Lanes = SIMD4<Double>

    /// What one run over a tree is about: a block of a rule, and a margin where leaves are vectors.
    private struct Pass {
        let tree: PathLayout.Tree
        let weights: Lanes
        /// The tree's first factor in the block.
        let firstFactor: Int
        /// The first values of its leaves.
        let firstPair: Int
        let firstSingle: Int
        /// The first player of its margin among the attributions.
        let firstValue: Int
    }

    /// P on the way down, R on the way up, of each edge.
    private var edges = KernelMemory(filler: Lanes.zero)
    /// 1 for each edge where the instance satisfies all conditions of the player down to it, else 0.
    private var satisfied = KernelMemory(filler: 1.0)
    /// F / F' of the edges below each position: to the left, and to the right where that is not the rest to one.
    private var leftFractions = KernelMemory(filler: Lanes.zero)
    private var rightFractions = KernelMemory(filler: Lanes.zero)
    /// g of the edges below each position.
    private var leftGains = KernelMemory(filler: 0.0)
    private var rightGains = KernelMemory(filler: 0.0)
    /// The columns; in float64, so that a comparison is a mask and no branch.
    private var row: [Double] = []
    private var ownFactors: [PathLayout.Factor] = []

    /// Adds what the trees of `layout` whose margin is `wanted` give `row`.
    ///
    /// Shapes: `wanted` has a flag a margin; `values` holds margins x `players`.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    mutating func add(
        _ row: ArraySlice<Double>, _ layout: PathLayout, _ ensemble: TreeEnsemble, _ wanted: [Bool], players: Int,
        _ context: ComputeContext, to values: inout [Double]
    ) throws(ExplainError) {
        layout.resolve(row, ensemble, into: &self.row)
        reserve(layout.edgeCount)
        for tree in layout.trees where tree.output.map({ wanted[$0] }) ?? true {
            for (number, block) in layout.rules[tree.rule].blocks.enumerated() {
                try context.look()
                if tree.firstFactor == nil { layout.computeFactors(tree, block: number, into: &ownFactors) }
                let factors = tree.firstFactor == nil ? ownFactors : layout.factors
                for plane in 0..<(tree.output == nil ? ensemble.leafWidth : 1) {
                    let margin = tree.output ?? plane
                    guard wanted[margin] else { continue }
                    let pass = Pass(
                        tree: tree, weights: block.weights,
                        firstFactor: tree.firstFactor.map { $0 + number * tree.shares.count } ?? 0,
                        firstPair: plane * layout.pairCount, firstSingle: plane * layout.singleEdges.count,
                        firstValue: margin * players)
                    if tree.isWhole {
                        run(pass, layout, factors, &values, isWhole: true)
                    } else {
                        run(pass, layout, factors, &values, isWhole: false)
                    }
                }
            }
        }
    }

    private mutating func reserve(_ count: Int) {
        edges.reserve(count)
        satisfied.reserve(count)
        leftFractions.reserve(count / 2)
        rightFractions.reserve(count / 2)
        leftGains.reserve(count / 2)
        rightGains.reserve(count / 2)
    }

    @inline(__always)
    private mutating func run(
        _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], _ values: inout [Double], isWhole: Bool
    ) {
        // SAFETY: `reserve` has made room for every edge.
        unsafe edges.first[0] = pass.weights
        let sections = layout.sections.span
        for step in layout.steps[pass.tree.steps] {
            if step >= 0 {
                let section = sections[Int(step)]
                goDown(section, pass, layout, factors, isWhole: isWhole)
                turn(section, pass, layout, factors, &values, isWhole: isWhole)
                for index in section.singles {
                    unsafe edges.first[Int(layout.singleEdges[index])] = Lanes(
                        repeating: layout.singles[pass.firstSingle + index])
                }
            } else {
                goUp(sections[-1 - Int(step)], pass, layout, factors, &values, isWhole: isWhole)
            }
        }
    }

    /// The inner nodes of a section, parents first: from P above each to P below it.
    @inline(__always)
    private mutating func goDown(
        _ section: PathLayout.Section, _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], isWhole: Bool
    ) {
        // SAFETY: the builder of a layout keeps columns, edges, positions and factors below the sizes that `add` provides.
        let splits = layout.splits.span
        let table = factors.span
        let row = row.span
        let edges = unsafe edges.first
        let satisfied = unsafe satisfied.first
        let leftFractions = unsafe leftFractions.first
        let rightFractions = unsafe rightFractions.first
        let leftGains = unsafe leftGains.first
        let rightGains = unsafe rightGains.first
        for index in 0..<section.innerCount {
            let split = unsafe splits[unchecked: section.firstSplit &+ index]
            let position = section.firstPosition &+ index
            let taken = unsafe row[unchecked: Int(split.column)] < Double(split.threshold) ? 1.0 : 0.0
            let before = unsafe satisfied[Int(split.previous)]
            let left = before * taken
            unsafe satisfied[2 &* position] = left
            unsafe satisfied[2 &* position &+ 1] = before - left
            let slope = unsafe table[unchecked: pass.firstFactor &+ Int(split.factor)].slope
            let above = unsafe edges[Int(split.edge)]
            let gain = before * (taken - split.leftRatio)
            let fraction = split.leftRatio + slope * gain
            let below = above * fraction
            unsafe leftFractions[position] = fraction
            unsafe leftGains[position] = gain
            unsafe edges[2 &* position] = below
            if isWhole {
                unsafe edges[2 &* position &+ 1] = above - below
            } else {
                let rightGain = before * ((1 - taken) - split.rightRatio)
                let rightFraction = split.rightRatio + slope * rightGain
                unsafe rightGains[position] = rightGain
                unsafe rightFractions[position] = rightFraction
                unsafe edges[2 &* position &+ 1] = above * rightFraction
            }
        }
    }

    /// The nodes with two leaves: from P above each to R.
    @inline(__always)
    private mutating func turn(
        _ section: PathLayout.Section, _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor],
        _ values: inout [Double], isWhole: Bool
    ) {
        // SAFETY: as in `goDown`; players are below the number that `values` has room for.
        let splits = layout.splits.span
        let pairs = layout.pairs.span
        let table = factors.span
        let row = row.span
        let satisfied = unsafe satisfied.first
        let edges = unsafe edges.first
        var values = values.mutableSpan
        let firstSplit = section.firstSplit &+ section.innerCount
        let firstPair = pass.firstPair &+ section.firstPair
        for index in 0..<section.bottomCount {
            let split = unsafe splits[unchecked: firstSplit &+ index]
            let pair = unsafe pairs[unchecked: firstPair &+ index]
            let taken = unsafe row[unchecked: Int(split.column)] < Double(split.threshold) ? 1.0 : 0.0
            let before = unsafe satisfied[Int(split.previous)]
            let factor = unsafe table[unchecked: pass.firstFactor &+ Int(split.factor)]
            let above = unsafe edges[Int(split.edge)]
            let gain = before * (taken - split.leftRatio)
            let fraction = split.leftRatio + factor.slope * gain
            let total = Self.sum(above * factor.density)
            let value = pass.firstValue &+ Int(split.player)
            if isWhole {
                let difference = pair.x - pair.y
                unsafe edges[Int(split.edge)] = pair.y + fraction * difference
                unsafe values[unchecked: value] += total * (gain * difference)
            } else {
                let rightGain = before * ((1 - taken) - split.rightRatio)
                let rightFraction = split.rightRatio + factor.slope * rightGain
                unsafe edges[Int(split.edge)] = fraction * pair.x + rightFraction * pair.y
                unsafe values[unchecked: value] += total * (gain * pair.x + rightGain * pair.y)
            }
        }
    }

    /// The inner nodes of a section, children first: from R below each to R above it.
    @inline(__always)
    private mutating func goUp(
        _ section: PathLayout.Section, _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor],
        _ values: inout [Double], isWhole: Bool
    ) {
        // SAFETY: as in `turn`.
        let splits = layout.splits.span
        let table = factors.span
        let leftFractions = unsafe leftFractions.first
        let rightFractions = unsafe rightFractions.first
        let leftGains = unsafe leftGains.first
        let rightGains = unsafe rightGains.first
        let edges = unsafe edges.first
        var values = values.mutableSpan
        var index = section.innerCount &- 1
        while index >= 0 {
            let split = unsafe splits[unchecked: section.firstSplit &+ index]
            let position = section.firstPosition &+ index
            let left = unsafe edges[2 &* position]
            let right = unsafe edges[2 &* position &+ 1]
            let density = unsafe table[unchecked: pass.firstFactor &+ Int(split.factor)].density
            let weight = unsafe edges[Int(split.edge)] * density
            let fraction = unsafe leftFractions[position]
            let gain = unsafe leftGains[position]
            let value = pass.firstValue &+ Int(split.player)
            if isWhole {
                let difference = left - right
                unsafe edges[Int(split.edge)] = right + fraction * difference
                unsafe values[unchecked: value] += Self.sum(weight * difference) * gain
            } else {
                let rightFraction = unsafe rightFractions[position]
                let rightGain = unsafe rightGains[position]
                unsafe edges[Int(split.edge)] = fraction * left + rightFraction * right
                unsafe values[unchecked: value] += Self.sum(weight * (left * gain + right * rightGain))
            }
            index &-= 1
        }
    }

    /// The sum of the lanes in the order of ``PathBatchKernel``.
    @inline(__always)
    private static func sum(_ lanes: Lanes) -> Double { (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]) }
}
