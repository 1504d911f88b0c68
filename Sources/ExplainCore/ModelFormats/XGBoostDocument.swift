/// An XGBoost model file as raw arrays: decoded, not yet checked.
///
/// Members that may be absent are optional; numbers that XGBoost writes as strings stay strings.
struct XGBoostDocument: Sendable {
    /// The intercept, in one of the shapes it has had: the text `5E-1`, `[5E-1]` or `[a,b,c]`, or numbers.
    enum BaseScore: Sendable {
        case text(String)
        case numbers([Float])
    }

    /// Whether the file is UBJSON and not JSON.
    var isBinary = false
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

    /// The file format in a registration report.
    var format: String { isBinary ? "xgboost-ubjson" : "xgboost-json" }
}
