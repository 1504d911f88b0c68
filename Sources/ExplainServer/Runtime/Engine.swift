/// The version of the computation: a new one may give other bits, and stands in every explanation and cache key.
enum Engine {
    static let version = "0.1.0"
}
