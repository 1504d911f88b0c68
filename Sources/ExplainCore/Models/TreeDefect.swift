/// What is wrong with the shape of a tree in a model file; node numbers are the file's own.
enum TreeDefect: Error, Equatable {
    /// The tree has no node.
    case empty
    /// A child index lies outside the tree.
    case childOutOfRange(node: Int, child: Int, count: Int)
    /// A node has one child only.
    case oneChild(node: Int)
    /// A node is reached on two ways: a cycle, or a shared branch.
    case sharedNode(Int)
    /// A node tests a column that the model does not have.
    case featureOutOfRange(node: Int, feature: Int, count: Int)
    /// A node splits at NaN or at an infinity.
    case threshold(node: Int)
    /// A leaf value is NaN or infinite.
    case leafValue(node: Int)
    /// The ensemble has more nodes than can be numbered.
    case tooManyNodes
    /// The category sets together are beyond the limit.
    case categorySetsTooLarge(limitBytes: Int)

    /// The defect in words.
    var reason: String {
        switch self {
        case .empty: "the tree has no nodes"
        case .childOutOfRange(let node, let child, let count): "node \(node) has child \(child) of \(count) nodes"
        case .oneChild(let node): "node \(node) has one child only"
        case .sharedNode(let node): "node \(node) is reached twice: a cycle, or a branch shared by two nodes"
        case .featureOutOfRange(let node, let feature, let count):
            "node \(node) tests feature \(feature) of \(count) features"
        case .threshold(let node): "the threshold of node \(node) is not a number above -infinity"
        case .leafValue(let node): "the value of leaf \(node) is not a finite number"
        case .tooManyNodes: "the trees have more than 2^31 nodes together"
        case .categorySetsTooLarge(let limitBytes): "the category sets need more than \(limitBytes) bytes"
        }
    }
}
