/// The keys of a tree in a LightGBM file, in the order that LightGBM writes them in.
enum LightGBMKey: Int, CaseIterable {
    case leafCount
    case categoricalCount
    case splitFeature
    case splitGain
    case threshold
    case decisionType
    case leftChild
    case rightChild
    case leafValue
    case leafWeight
    case leafRows
    case innerValue
    case innerWeight
    case innerRows
    case categoryBounds
    case categoryWords
    case isLinear
    case leafConstant
    case leafFeatureCounts
    case leafFeatures
    case leafCoefficients
    case shrinkage

    /// The key as it stands in the file.
    var text: StaticString {
        switch self {
        case .leafCount: "num_leaves"
        case .categoricalCount: "num_cat"
        case .splitFeature: "split_feature"
        case .splitGain: "split_gain"
        case .threshold: "threshold"
        case .decisionType: "decision_type"
        case .leftChild: "left_child"
        case .rightChild: "right_child"
        case .leafValue: "leaf_value"
        case .leafWeight: "leaf_weight"
        case .leafRows: "leaf_count"
        case .innerValue: "internal_value"
        case .innerWeight: "internal_weight"
        case .innerRows: "internal_count"
        case .categoryBounds: "cat_boundaries"
        case .categoryWords: "cat_threshold"
        case .isLinear: "is_linear"
        case .leafConstant: "leaf_const"
        case .leafFeatureCounts: "num_features"
        case .leafFeatures: "leaf_features"
        case .leafCoefficients: "leaf_coeff"
        case .shrinkage: "shrinkage"
        }
    }

    /// The key whose text is `range`, looked for behind the key `last` first; nil when it is none of these.
    init?(_ range: Range<Int>, of lines: borrowing LightGBMLines, after last: LightGBMKey?) {
        let first = last.map { $0.rawValue + 1 } ?? 0
        for step in Self.allCases.indices {
            guard let key = Self(rawValue: (first + step) % Self.allCases.count) else { continue }
            guard key.text.utf8CodeUnitCount == range.count, lines.starts(range, with: key.text) else { continue }
            self = key
            return
        }
        return nil
    }
}
