/// What stands in a LightGBM file, as text and numbers.
struct LightGBMDocument: Sendable {
    /// The values of the header by key.
    var header: [String: String] = [:]
    /// Whether the answer is the mean of the trees.
    var averagesOutput = false
    var trees: [LightGBMTree] = []
    /// The JSON after `pandas_categorical:`; nil where there is none.
    var pandasCategories: [UInt8]?
}
