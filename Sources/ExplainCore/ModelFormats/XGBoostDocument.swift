/// An XGBoost model file as raw arrays: decoded, not yet checked.
///
/// Members that may be absent are optional; numbers that XGBoost writes as strings stay strings.
struct XGBoostDocument: Sendable {
    /// The intercept, in one of the shapes it has had: the text `5E-1`, `[5E-1]` or `[a,b,c]`, or numbers.
    enum BaseScore: Sendable {
        case text(String)
        case numbers([Float])
    }

    /// The version of XGBoost that wrote the file.
    var version: [Int] = []
    var baseScore: BaseScore?
    var classCount: String?
    var featureCount: String?
    var targetCount: String?
    var objective: String?
    var boosterName: String?
    var featureNames: [String] = []
    var featureTypes: [String] = []
    var attributes: [String: String] = [:]
    var trees: [XGBoostTree]?
    var treeOutputs: [Int] = []
    /// The first tree of each boosting round, and the number of trees; files of before 2.0 have none.
    var iterationStarts: [Int]?
    var declaredTreeCount: String?
    var parallelTreeCount: String?
    var categories: [XGBoostCategories] = []
    /// The weight of each tree of a dart booster.
    var treeWeights: [Float]?
    /// The weights of a linear booster: feature after feature, the biases last, one number a margin.
    var linearWeights: [Float]?
}

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

/// The categories of one input column in code order.
enum XGBoostCategories: Sendable {
    /// The column is numerical.
    case none
    /// UTF-8 texts, concatenated; text i lies between offsets i and i + 1.
    case strings(offsets: [Int], bytes: [Int])
    /// Whole numbers.
    case integers([Int])
    /// A value type that this reader does not know.
    case unknown(type: Int)
}
