/// The path-dependent attributions of many rows: lanes are rows.
///
/// Every number is computed and added in the order of ``PathRowKernel``, so that both give the same bits; a choice between two
/// numbers takes the place of a product with 0 or 1. See ``PathLayout`` for the formulas.
struct PathBatchKernel: ~Copyable {
    typealias Lanes = SIMD8<Double>
    typealias Mask = SIMD8<Int64>

    /// What one run over a tree is about: a block of a rule, a margin where leaves are vectors, and eight rows.
    struct Pass {
        let tree: PathLayout.Tree
        let weights: SIMD4<Double>
        /// The tree's first factor in the block.
        let firstFactor: Int
        /// The first values of its leaves.
        let firstPair: Int
        let firstSingle: Int
        /// The first of the rows' columns.
        var firstColumn = 0
        /// The first player of its margin among the rows' attributions.
        var firstValue: Int
    }

    /// P on the way down, R on the way up, of each edge and point.
    var edges = KernelMemory(filler: Lanes.zero)
    /// All bits for each edge where a row satisfies all conditions of the player down to it.
    var satisfied = KernelMemory(filler: Mask(repeating: -1))
    /// F / F' of the edges below each position: to the left, and to the right where that is not the rest to one.
    var leftFractions = KernelMemory(filler: Lanes.zero)
    var rightFractions = KernelMemory(filler: Lanes.zero)
    /// g of the edges below each position.
    var leftGains = KernelMemory(filler: Lanes.zero)
    var rightGains = KernelMemory(filler: Lanes.zero)
    /// The rows' columns, eight rows after eight.
    var columns = KernelMemory(filler: Lanes.zero)
    /// The attributions, margins x players for eight rows after eight.
    var values = KernelMemory(filler: Lanes.zero)
    var ownFactors: [PathLayout.Factor] = []
    private var row: [Double] = []

    /// The most rows that go through a tree while it is in the cache.
    static let rowsPerBlock = 64
    /// The most edges of a tree: those of larger ones would take too much memory for eight rows.
    static let mostEdges = 1 << 15

    /// Adds what the trees of `layout` whose margin is `wanted` give rows `range` of `rows`.
    ///
    /// Shapes: `wanted` has a flag a margin; `sums` holds rows x margins x `players`.
    ///
    /// - Throws: ``ExplainError/cancelled`` and ``ExplainError/deadlineExceeded``.
    mutating func add(
        _ rows: Matrix, _ range: Range<Int>, _ layout: PathLayout, _ ensemble: TreeEnsemble, _ wanted: [Bool],
        players: Int, _ context: ComputeContext, to sums: inout [Double]
    ) throws(ExplainError) {
        let width = ensemble.marginCount * players
        load(rows, range, layout, ensemble)
        reserve(layout.edgeCount)
        let groups = (range.count + 7) / 8
        values.clear(groups * width)
        for tree in layout.trees where tree.output.map({ wanted[$0] }) ?? true {
            for (number, block) in layout.rules[tree.rule].blocks.enumerated() {
                if tree.firstFactor == nil { layout.computeFactors(tree, block: number, into: &ownFactors) }
                let factors = tree.firstFactor == nil ? ownFactors : layout.factors
                for plane in 0..<(tree.output == nil ? ensemble.leafWidth : 1) {
                    let margin = tree.output ?? plane
                    guard wanted[margin] else { continue }
                    try context.look()
                    var pass = Pass(
                        tree: tree, weights: block.weights,
                        firstFactor: tree.firstFactor.map { $0 + number * tree.shares.count } ?? 0,
                        firstPair: plane * layout.pairCount, firstSingle: plane * layout.singleEdges.count,
                        firstValue: margin * players)
                    for _ in 0..<groups {
                        run(pass, layout, factors, points: block.count)
                        pass.firstColumn += layout.columns.count
                        pass.firstValue += width
                    }
                }
            }
        }
        // SAFETY: `clear` has made room for `width` numbers of every eight rows.
        for row in 0..<range.count {
            let first = row / 8 * width
            for index in 0..<width { sums[row * width + index] += unsafe values.first[first + index][row % 8] }
        }
    }

    /// Loads the columns of rows; lanes without a row repeat the last one.
    private mutating func load(
        _ rows: Matrix, _ range: Range<Int>, _ layout: PathLayout, _ ensemble: TreeEnsemble
    ) {
        let width = layout.columns.count
        let groups = (range.count + 7) / 8
        columns.reserve(groups * width)
        for index in 0..<(groups * 8) {
            layout.resolve(rows.row(range.lowerBound + min(index, range.count - 1)), ensemble, into: &row)
            // SAFETY: there is room for `width` columns of every eight rows.
            for (column, value) in row.enumerated() {
                unsafe columns.first[index / 8 * width + column][index % 8] = value
            }
        }
    }

    private mutating func reserve(_ count: Int) {
        precondition(count <= Self.mostEdges, "larger trees are for single rows")
        edges.reserve(4 * count)
        satisfied.reserve(count)
        leftFractions.reserve(2 * count)
        rightFractions.reserve(2 * count)
        leftGains.reserve(count / 2)
        rightGains.reserve(count / 2)
    }

    private mutating func run(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], points: Int) {
        switch (points, pass.tree.isWhole) {
        case (1, true): runWhole1(pass, layout, factors)
        case (2, true): runWhole2(pass, layout, factors)
        case (3, true): runWhole3(pass, layout, factors)
        case (_, true): runWhole4(pass, layout, factors)
        case (1, false): runTorn1(pass, layout, factors)
        case (2, false): runTorn2(pass, layout, factors)
        case (3, false): runTorn3(pass, layout, factors)
        case (_, false): runTorn4(pass, layout, factors)
        }
    }

    // Every number of points and both kinds of trees have code of their own, without inner loops. Called in one place with
    // constants, the function would be compiled once, with variables.
    @inline(never)
    private mutating func runWhole1(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 1, isWhole: true)
    }

    @inline(never)
    private mutating func runWhole2(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 2, isWhole: true)
    }

    @inline(never)
    private mutating func runWhole3(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 3, isWhole: true)
    }

    @inline(never)
    private mutating func runWhole4(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 4, isWhole: true)
    }

    @inline(never)
    private mutating func runTorn1(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 1, isWhole: false)
    }

    @inline(never)
    private mutating func runTorn2(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 2, isWhole: false)
    }

    @inline(never)
    private mutating func runTorn3(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 3, isWhole: false)
    }

    @inline(never)
    private mutating func runTorn4(_ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor]) {
        run(pass, layout, factors, points: 4, isWhole: false)
    }

    @inline(__always)
    private mutating func run(
        _ pass: Pass, _ layout: PathLayout, _ factors: [PathLayout.Factor], points: Int, isWhole: Bool
    ) {
        // SAFETY: `reserve` has made room for four points of every edge.
        for point in 0..<points { unsafe edges.first[point] = Lanes(repeating: pass.weights[point]) }
        let sections = layout.sections.span
        for step in layout.steps[pass.tree.steps] {
            if step >= 0 {
                let section = sections[Int(step)]
                goDown(section, pass, layout, factors, points: points, isWhole: isWhole)
                turn(section, pass, layout, factors, points: points, isWhole: isWhole)
                for index in section.singles {
                    let value = Lanes(repeating: layout.singles[pass.firstSingle + index])
                    let first = Int(layout.singleEdges[index]) * points
                    // SAFETY: `reserve` has made room for four points of every edge.
                    for point in 0..<points { unsafe edges.first[first + point] = value }
                }
            } else {
                goUp(sections[-1 - Int(step)], pass, layout, factors, points: points, isWhole: isWhole)
            }
        }
    }
}
