/// One tree laid out for the patterns in which rows satisfy the conditions on the way to its leaves.
///
/// On a path with m players a row has one of 2^m patterns: bit j is set when it satisfies all conditions of the path's j-th
/// player. Inner nodes have slots, those above other inner nodes first and breadth first, then those whose children are both
/// leaves, the *bottoms*; a leaf beside an inner node is a *single*, and has a slot behind those. A bottom's two leaves share
/// one table, so that tables stand at bottoms and singles, the *cells*. The parts are in the buffers of ``PatternForest``.
struct PatternTree: Sendable {
    /// The question of an inner node.
    struct Split: Sendable, BitwiseCopyable {
        /// The column of ``PatternBatch/rows`` to read.
        let column: Int32
        /// A value below goes to the left.
        let threshold: Float
    }

    /// An inner node's place in the tree; those below have larger slots.
    struct Inner: Sendable, BitwiseCopyable {
        /// The slot of the left child; of a bottom, the complement of its leaf's number.
        let left: Int32
        /// The slot of the right child; of a bottom, the complement of its leaf's number.
        let right: Int32
        /// The player that decides here for the first time on the path; the number of players when it has before.
        let player: Int32
        /// The bit of the node's player in patterns.
        let mark: UInt16
        /// The position of that bit.
        let bit: UInt8
        /// Half the number of players on the path to the children, rounded up.
        let pairs: UInt8
    }

    /// Where a cell's table is, and what of a pattern it depends on.
    struct Cell: Sendable, BitwiseCopyable {
        /// Its first pair of numbers among those of the tree's tables, where these are not too large.
        let firstPair: UInt32
        /// The bits of the players above.
        let mask: UInt16
        /// Their number: in a bottom's table, the bit of its own decision.
        let shift: UInt8
        /// The pairs of numbers from one row to the next.
        let stride: UInt8

        /// The row for an instance's pattern and its decision, which is all ones or none.
        @inline(__always)
        func row(_ pattern: UInt16, _ decision: UInt16) -> Int {
            Int(pattern & mask) | Int(decision & 1) &<< Int(shift)
        }

        /// The first pair of a row among the tree's tables.
        @inline(__always)
        func pair(_ row: Int) -> Int { Int(firstPair) &+ row &* Int(stride) }
    }

    /// A leaf.
    struct Leaf: Sendable, BitwiseCopyable {
        /// Its row among the ensemble's leaf values.
        let row: Int32
        /// The number of players on its path.
        let count: Int32
    }

    /// The most players on a path: patterns are of 16 bits.
    static let maximumPlayers = 16

    /// The tree in the ensemble.
    let tree: TreeEnsemble.Tree
    /// Its position among the ensemble's trees.
    let index: Int
    /// The margins it adds to.
    let outputs: Range<Int>
    /// Its inner nodes among the forest's.
    var inner = 0..<0
    /// The number of inner nodes that are no bottoms.
    var upperCount = 0
    /// Its cells among the forest's: the bottoms, then the singles.
    var cells = 0..<0
    /// Its first leaf among the forest's: two a bottom, then one a single.
    var firstLeaf = 0
    /// The most players on a path.
    var playerCount = 0
    /// The pairs of numbers in all tables, behind which are the base values, one an output.
    var tablePairs = 0
    /// The pairs of numbers in the largest table.
    var largestTablePairs = 0
    /// Whether any node asks for a category.
    var hasCategories = false

    /// The number of bottoms.
    var bottomCount: Int { inner.count - upperCount }

    /// The number of slots: inner nodes and singles.
    var slotCount: Int { upperCount + cells.count }

    /// The most pairs of numbers in a row.
    var maximumPairs: Int { (playerCount + 1) / 2 }

    /// The pairs of numbers in all tables and of base values, whole lines of the processor's cache.
    var memoryPairs: Int { (tablePairs + (outputs.count + 1) / 2 + 3) / 4 * 4 }

    /// Whether positions in the tables fit ``Cell/firstPair``.
    var canHaveTables: Bool { tablePairs <= Int(UInt32.max) }

    /// The leaf that the child of an inner node is, by its number; nil when the child is an inner node.
    @inline(__always)
    func leaf(_ child: Int32) -> Int? {
        if child < 0 { return Int(~child) }
        return child < inner.count ? nil : Int(child) - upperCount + bottomCount
    }

    /// The cell of a leaf, counted from the tree's first.
    func cell(ofLeaf number: Int) -> Int { number < 2 * bottomCount ? number / 2 : number - bottomCount }
}
