/// A model that did not load, and why.
struct ModelFailure: Sendable, Equatable {
    /// The name of the model, or of its folder where the settings do not give one.
    let model: String
    /// The version, where it is known.
    let version: String?
    /// The reason and the remedy in words; paths are relative to the model's folder.
    let message: String
    /// Whether it is only being loaded still.
    var isDeferred = false
}
