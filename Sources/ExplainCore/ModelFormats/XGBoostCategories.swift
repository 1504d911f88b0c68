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

    /// The value types int8 to uint64.
    static let integerTypes = 9...16
}
