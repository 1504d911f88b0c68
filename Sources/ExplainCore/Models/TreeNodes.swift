/// The nodes of all trees of an ensemble, tree after tree, as parallel arrays.
///
/// An inner node sends a value x of its feature, rounded to float32, to `left` when x < threshold, else to `right`; a missing
/// value takes the default side. Where a library compares float64 numbers, x and the threshold are ranks: the ensemble reads
/// a value as the number of thresholds below it. A categorical node sends the members of its category set to the right, everything else to
/// the left.
public struct TreeNodes: Sendable, Equatable {
    /// The left child's index in these arrays; -1 marks a leaf.
    public internal(set) var left: [Int32] = []

    /// The right child's index in these arrays; of a leaf, its row among the leaf values.
    public internal(set) var right: [Int32] = []

    /// The input column that an inner node tests.
    public internal(set) var feature: [Int32] = []

    /// Where a numerical node splits.
    public internal(set) var threshold: [Float] = []

    /// Whether a missing value goes to the left.
    public internal(set) var defaultLeft: [Bool] = []

    /// The category set of each node, -1 for a numerical one; empty when no node is categorical.
    public internal(set) var categorySet: [Int32] = []

    /// The training weight that passed each node; empty when the file has none.
    public internal(set) var cover: [Double] = []

    /// The number of nodes.
    public var count: Int { left.count }

    /// Whether any node tests a category.
    public var hasCategories: Bool { !categorySet.isEmpty }
}
