/// Adds up what trees give to the players, with tables or without.
///
/// A node's players other than its own are those of the nodes above: the rows of its two children are added, the number of its
/// own player, where it decides for the first time, is that player's, and the sum goes up. Where a tree has no tables, the
/// rows of its cells come from a ``BackgroundWalk`` with the same bits, so that tables change none of the result.
///
/// Many instances go through a tree together, node by node: their decisions are then loops over neighbours in memory, and a
/// cell's table is in the processor's cache when its second row is read.
// SAFETY: the buffers are as large as the largest tree of the forest needs, live as long as the evaluator, and are its own;
// the forest, which it holds, keeps its buffers where they are.
@safe struct PatternEvaluator: ~Copyable {
    /// The most instances that go through a tree together.
    static let width = 64

    let method: TreeSHAP
    let forest: PatternForest
    var shares = PatternShares()
    var walk: BackgroundWalk
    /// Whether instances go left, inner nodes x width: all ones or none.
    let decisions: UnsafeMutablePointer<UInt16>
    /// The instances' patterns of the players above, slots x width.
    let patterns: UnsafeMutablePointer<UInt16>
    /// Where the numbers of each slot are, slots x width.
    let sources: UnsafeMutablePointer<UnsafePointer<SIMD2<Double>>>
    /// The sums of nodes that are no bottoms, slots x width x pairs.
    let sums: UnsafeMutablePointer<SIMD2<Double>>
    /// The rows of a tree without tables, cell after cell.
    let rows: UnsafeMutablePointer<SIMD2<Double>>

    /// Creates an evaluator for the trees of `forest`, at most ``width`` instances at a time.
    init(_ forest: PatternForest, _ method: TreeSHAP, _ background: PatternBackground, instances: Int) {
        self.method = method
        self.forest = forest
        walk = BackgroundWalk(forest, method, background)
        let width = min(Self.width, instances)
        let slots = width * forest.trees.reduce(1) { max($0, $1.slotCount) }
        let uppers = width * forest.trees.reduce(1) { max($0, $1.upperCount * $1.maximumPairs) }
        let pairs = forest.trees.reduce(1) { max($0, $1.cells.count * $1.maximumPairs * $1.outputs.count) }
        unsafe decisions = .allocate(capacity: slots)
        unsafe decisions.initialize(repeating: 0, count: slots)
        unsafe patterns = .allocate(capacity: slots)
        unsafe patterns.initialize(repeating: 0, count: slots)
        unsafe sums = .allocate(capacity: uppers)
        unsafe sums.initialize(repeating: SIMD2(), count: uppers)
        unsafe rows = .allocate(capacity: pairs)
        unsafe rows.initialize(repeating: SIMD2(), count: pairs)
        unsafe sources = .allocate(capacity: slots)
        unsafe sources.initialize(repeating: UnsafePointer(rows), count: slots)
    }

    deinit {
        unsafe decisions.deallocate()
        unsafe patterns.deallocate()
        unsafe sources.deallocate()
        unsafe sums.deallocate()
        unsafe rows.deallocate()
    }
}
