/// Trees laid out for the path-dependent game, one line of nodes after another: what ``PathRowKernel`` and
/// ``PathBatchKernel`` run over.
///
/// With F_j(t) = z_j + t (o_j - z_j) for each player j on the way to a leaf of value w, where z_j is the product of its cover
/// ratios and o_j is 1 when the instance satisfies all its conditions and 0 otherwise, player i receives
/// w Int_0^1 (o_i - z_i) prod_{j != i} F_j(t) dt. Take a node whose split asks player p with conditions (o', z') above it,
/// so far F' = F_p; a child with the ratio r that the instance goes to (c = 1) or not (c = 0) has
/// - F / F' = r + slope g, with g = o' (c - r) and slope = t / F': nothing is ever divided by zero, since o' = 1 gives
///   F' >= t > 0 and o' = 0 gives g = 0;
/// - (o - z) / F = (o' - z') / F' + density g / (F / F'), with density = z' / F'^2, so that every edge adds
///   g density P R to its player, where P is the product of all F above the node and R what the leaves below the child
///   give, each multiplied by the F / F' of its edges.
///
/// P goes down a tree, R comes up, and the quadrature points never meet until the last sum. The integrand's degree is below
/// the number m of players on a path, so that ceil(m / 2) points are exact (idea: Quadrature-TreeSHAP, arXiv 2605.04497).
struct PathLayout: Sendable {
    /// An inner node.
    ///
    /// Edges are numbered: the root's is 0, those below the node at position n are 2n and 2n + 1.
    struct Split: Sendable {
        var threshold: Float
        /// What is compared, among ``PathLayout/columns``.
        var column: Int32
        var player: Int32
        /// The edge that leads here.
        var edge: Int32
        /// The last edge above with a condition of the same player; 0: none, for at the root all is satisfied.
        var previous: Int32 = 0
        /// The factor of the conditions up to that edge, among the tree's.
        var factor: Int32 = 0
        /// Whether a node below asks the same player.
        var isAskedAgain = false
        /// The share of the training rows that goes to the left.
        var leftRatio: Double
        /// The share that goes to the right.
        var rightRatio: Double
    }

    /// Nodes that are visited together: first the inner ones, parents before children, then those with two leaves.
    struct Section: Sendable {
        var firstSplit = 0
        /// The nodes with an inner child; their positions are consecutive.
        var innerCount = 0
        /// The position of the first.
        var firstPosition = 0
        /// The nodes whose children are both leaves.
        var bottomCount = 0
        /// The values of their leaves, among the pairs.
        var firstPair = 0
        /// The leaves whose sibling is no leaf, among the singles.
        var singles = 0..<0
    }

    /// One tree.
    struct Tree: Sendable {
        /// The margin it adds to; nil where its leaves hold a value for every margin.
        let output: Int?
        /// Its part of ``PathLayout/steps``.
        let steps: Range<Int>
        /// What the players have behind them where they are asked again: z', 1 the first.
        let shares: Range<Int>
        /// Its quadrature rule, among ``PathLayout/rules``.
        let rule: Int
        /// Its first factor; nil: there are too many to be kept.
        let firstFactor: Int?
        /// The number of edge numbers in use.
        let edgeCount: Int
        /// Whether every two ratios add up to one.
        let isWhole: Bool
    }

    /// slope and density at the points of a block.
    struct Factor: Sendable {
        var slope: SIMD4<Double>
        var density: SIMD4<Double>

        /// The factor of `share` at `nodes`.
        init(share: Double, at nodes: SIMD4<Double>) {
            // With a share of 1 this is 1 to the last bit.
            let mixture = share + nodes * (1 - share)
            slope = nodes / mixture
            density = share / mixture / mixture
        }
    }

    /// The most blocks of a rule whose factors are kept: those of wide paths would outgrow the trees.
    static let mostKeptBlocks = 4

    var columns: [SplitColumn] = []
    var trees: [Tree] = []
    var splits: [Split] = []
    var sections: [Section] = []
    /// The way through each tree: section s is entered at s, and left at -1 - s when all below it have been.
    var steps: [Int32] = []
    var shares: [Double] = []
    /// For each tree, block after block of its rule, the factors of its shares.
    var factors: [Factor] = []
    var rules: [PathRule] = []
    /// The values of the leaves below the bottom nodes, left and right; for vector leaves margin after margin.
    var pairs: [SIMD2<Double>] = []
    /// The number of pairs a margin.
    var pairCount = 0
    /// The edges to the other leaves.
    var singleEdges: [Int32] = []
    /// Their values; for vector leaves margin after margin.
    var singles: [Double] = []
    /// What the trees add to the empty coalition's value, one number a margin.
    var bases: [Double]

    /// The memory it takes.
    var bytes: Int {
        let nodes = splits.count * MemoryLayout<Split>.stride + sections.count * MemoryLayout<Section>.stride
        let values = pairs.count * 16 + singles.count * 12 + shares.count * 8 + steps.count * 4 + bases.count * 8
        return nodes + values + factors.count * MemoryLayout<Factor>.stride
            + trees.count * MemoryLayout<Tree>.stride + columns.count * MemoryLayout<SplitColumn>.stride
    }

    /// The most edge numbers that a tree has.
    var edgeCount: Int { trees.reduce(2) { max($0, $1.edgeCount) } }

    /// The factors of a tree in a block of its rule, computed into `scratch` where they are not kept.
    ///
    /// Returns the array to read, and the position of the first.
    func computeFactors(_ tree: Tree, block: Int, into scratch: inout [Factor]) {
        let nodes = rules[tree.rule].blocks[block].nodes
        scratch.removeAll(keepingCapacity: true)
        for share in shares[tree.shares] { scratch.append(Factor(share: share, at: nodes)) }
    }

    /// A row's columns.
    func resolve(_ row: ArraySlice<Double>, _ ensemble: TreeEnsemble, into values: inout [Double]) {
        values.removeAll(keepingCapacity: true)
        let first = row.startIndex
        for column in columns {
            let value = ensemble.read(row[first + column.feature], column.feature)
            values.append(Double(column.resolve(value, ensemble.categories)))
        }
    }
}
