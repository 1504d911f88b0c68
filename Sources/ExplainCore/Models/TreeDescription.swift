/// One tree as a file describes it, not yet checked; parallel arrays of equal length, node 0 the root.
struct TreeDescription {
    /// The left child; -1 marks a leaf.
    var left: [Int32]
    /// The right child; not looked at in a leaf.
    var right: [Int32]
    /// The input column an inner node tests.
    var feature: [Int32]
    /// Values, as the ensemble reads them, below it go to the left.
    var threshold: [Float]
    /// Whether missing values go to the left.
    var defaultLeft: [Bool]
    /// The values of leaves, `leafWidth` numbers a node; those of inner nodes are not looked at.
    var values: [Double]
    /// The training weight that passed each node; empty when unknown.
    var cover: [Double]
    /// The codes that a categorical node sends to the right; every code is in 0..<``CategorySets/codeLimit``.
    var categories: [Int: ArraySlice<Int32>] = [:]
    /// Those that a categorical node sends to the right as bits, code 0 the lowest bit of the first word.
    var categoryBits: [Int: ArraySlice<UInt32>] = [:]
    /// Those that a categorical node sends to the right as the number of a set that the builder has.
    var sharedSets: [Int: Int] = [:]
}
