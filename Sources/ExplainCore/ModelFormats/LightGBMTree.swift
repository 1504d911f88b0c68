/// One tree of a LightGBM file, as its lines say; not yet checked.
struct LightGBMTree: Sendable {
    /// How a node treats a missing value.
    enum Missing: UInt8 {
        /// It is read as zero.
        case none = 0
        /// It takes the default side, and so does zero.
        case zero = 1
        /// It takes the default side.
        case nan = 2
    }

    /// The bit of a decision type that says that a category is tested.
    static let categoricalBit: Int32 = 1
    /// The bit that says that missing values go to the left.
    static let defaultLeftBit: Int32 = 2

    var leafCount: Int?
    var categoricalCount = 0
    /// The column that each inner node tests.
    var feature: [Int32] = []
    /// What each inner node compares with; of a categorical one, the number of its set.
    var threshold: [Double] = []
    var decision: [Int32] = []
    /// The left child: an inner node, or the complement of a leaf's number.
    var left: [Int32] = []
    /// The right child, likewise.
    var right: [Int32] = []
    var leafValue: [Double] = []
    /// The number of training rows in each leaf; empty in files without.
    var leafRows: [Int32] = []
    /// Where each category set begins among the words, and where the last one ends.
    var categoryBounds: [Int32] = []
    var categoryWords: [UInt32] = []
    var isLinear = false
    var leafConstant: [Double] = []
    /// The number of columns in each leaf's linear model.
    var leafFeatureCounts: [Int32] = []
    var leafFeatures: [Int32] = []
    var leafCoefficients: [Double] = []

    /// Whether inner node `node` tests a category.
    func isCategorical(_ node: Int) -> Bool { decision[node] & Self.categoricalBit != 0 }

    /// Whether missing values go to the left.
    func isDefaultLeft(_ node: Int) -> Bool { decision[node] & Self.defaultLeftBit != 0 }

    /// How `node` treats a missing value.
    func missing(_ node: Int) -> Missing { Missing(rawValue: UInt8(decision[node] >> 2 & 3)) ?? .none }

    /// Whether zero goes to the left by its value.
    func sendsZeroLeft(_ node: Int) -> Bool { 0 <= threshold[node] }

    /// Whether a missing value goes to the left of a numerical node, on a side of its own or with zero.
    func sendsMissingLeft(_ node: Int) -> Bool { missing(node) == .none ? sendsZeroLeft(node) : isDefaultLeft(node) }

    /// The words of a categorical node's set, without zeros at the end.
    func categories(_ node: Int) -> ArraySlice<UInt32> {
        let set = Int(threshold[node])
        var words = categoryWords[Int(categoryBounds[set])..<Int(categoryBounds[set + 1])]
        while words.last == 0 { words.removeLast() }
        return words
    }
}
