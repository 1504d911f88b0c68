/// The largest models that are read; a request or an answer would carry as many numbers a row.
enum ModelFileLimits {
    /// The most input columns.
    static let maximumFeatures = 1 << 20
    /// The most margins.
    static let maximumMargins = 1 << 16
}
