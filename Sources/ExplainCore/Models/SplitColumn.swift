/// What a split looks at: a number, or the answer of a category set; with the side that a missing value takes.
///
/// Splits that share a column share the work of reading it.
struct SplitColumn: Sendable, Hashable {
    /// The input column.
    let feature: Int
    /// The category set whose members go to the right; nil where a threshold decides.
    let set: Int?
    /// Whether a missing value goes to the left.
    let missingLeft: Bool

    /// The column that inner node `node` looks at.
    init(_ node: Int, of source: TreeNodes) {
        feature = Int(source.feature[node])
        set = source.isCategorical(node) ? Int(source.categorySet[node]) : nil
        missingLeft = source.defaultLeft[node]
    }

    /// A number that is below every threshold where the value goes to the left whatever the threshold, above all of them
    /// where it goes to the right, and else the value itself.
    @inline(__always)
    func resolve(_ value: Float, _ categories: CategorySets) -> Float {
        if value.isNaN { return missingLeft ? -.infinity : .infinity }
        guard let set else { return value }
        return categories.contains(value, in: set) ? .infinity : -.infinity
    }
}

extension TreeNodes {
    /// Whether a node is an inner one that tests a category.
    func isCategorical(_ node: Int) -> Bool { hasCategories && left[node] >= 0 && categorySet[node] >= 0 }
}
