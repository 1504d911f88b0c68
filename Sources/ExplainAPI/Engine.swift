/// The version of the programs, and so of the computation: a new one may give other bits.
///
/// It stands in every explanation and cache key.
public enum Engine {
    /// The version, as in Semantic Versioning.
    public static let version = "0.1.0"
}
