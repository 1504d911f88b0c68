/// A plain JSON model as read: the members of every kind together, not yet checked.
struct PlainDocument {
    /// One dense layer, weights output after output.
    struct Layer {
        var weights: Matrix?
        var biases: [Double]?
    }

    /// One tree as parallel arrays.
    struct Tree {
        var left: [Int] = []
        var right: [Int] = []
        var feature: [Int] = []
        var threshold: [Double] = []
        /// The values of a node: a number where the model has one margin, else a list.
        var values: [Double] = []
        var valueRows = 0
        var cover: [Double] = []
        var weight = 1.0
    }

    /// The keys that the file has.
    var keys: [String] = []
    var format = ""
    var featureNames: [String]?
    var outputNames: [String]?
    var link: String?
    var weights: Matrix?
    var intercepts: [Double]?
    var inputMeans: [Double]?
    var inputScales: [Double]?
    var activation: String?
    var output: String?
    var layers: [Layer] = []
    var featureCount: Int?
    var marginCount: Int?
    var comparison: String?
    var baseMargins: [Double]?
    var trees: [Tree] = []
}
