/// One tree of an ``XGBoostDocument``: arrays with an entry a node, but for the categories.
struct XGBoostTree: Sendable {
    var declaredNodeCount: String?
    var leafWidth: String?
    var left: [Int32] = []
    var right: [Int32] = []
    var feature: [Int32] = []
    /// Thresholds of inner nodes; values of scalar leaves.
    var condition: [Float] = []
    var defaultLeft: [Bool] = []
    /// The sum of hessians that reached a node.
    var cover: [Float] = []
    /// 1 for a categorical node; empty in files of before 1.3.
    var splitType: [Int32] = []
    /// Codes of all categorical nodes, one segment a node.
    var categories: [Int32] = []
    var categoryNodes: [Int] = []
    var categorySegments: [Int] = []
    var categorySizes: [Int] = []
    /// Since 3.2: vector leaves, addressed by the leaf's right child.
    var leafWeights: [Float] = []
    /// Before 3.2: vector leaves, addressed by node; kept for trees with vector leaves only.
    var baseWeights: [Float] = []
}
