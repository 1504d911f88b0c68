/// What stands in a CatBoost JSON file; not yet checked.
struct CatBoostDocument: Sendable {
    /// A numerical column.
    struct FloatFeature: Sendable {
        var name = ""
        var index: Int?
        var column: Int?
        var hasMissing = false
        var missingTreatment = ""
    }

    /// A categorical column.
    struct CategoricalFeature: Sendable {
        var name = ""
        var index: Int?
        var column: Int?
    }

    /// What a node asks.
    struct Split: Sendable {
        var type = ""
        /// The number of the feature among those of its kind.
        var feature: Int?
        /// Numbers above it go to the right.
        var border: Double?
        /// The hash of the category that goes to the right.
        var hash: Int?
    }

    /// A tree in which all nodes of a level ask the same, or the other kind.
    enum Tree: Sendable {
        case oblivious(splits: [Split], values: [Double], weights: [Double])
        case nested([Node])

        /// The number of nodes, where the lists of the tree agree.
        func nodeCount(margins: Int) -> Int {
            switch self {
            case .oblivious(_, let values, _): 2 * values.count / margins
            case .nested(let nodes): nodes.count
            }
        }
    }

    /// A node of a tree that is not oblivious; children come after it, and the root first.
    struct Node: Sendable {
        var split: Split?
        var left: Int?
        var right: Int?
        var values: [Double]?
        var weight: Double?
    }

    var floats: [FloatFeature]?
    var categoricals: [CategoricalFeature] = []
    /// Kinds of features that are not supported, such as `text_features`.
    var otherFeatures: [String] = []
    var trees: [Tree]?
    var scale = 1.0
    var biases: [Double]?
    var loss: String?
    var classNames: [String] = []
}
