/// What a caller wishes of a local surrogate; what is nil is LIME's default.
public struct SurrogateSettings: Sendable, Hashable {
    /// The settings by the names they have in requests.
    public enum Name: String, Sendable, CaseIterable {
        /// ``SurrogateSettings/featureLimit``.
        case featureLimit = "num_features"
        /// ``SurrogateSettings/kernelWidth``.
        case kernelWidth = "kernel_width"
        /// ``SurrogateSettings/selection``.
        case selection = "feature_selection"
    }

    /// The most players with a coefficient; all when nil.
    public var featureLimit: Int?
    /// The kernel's width in root players; 0.75 sqrt(players) when nil.
    public var kernelWidth: Double?
    /// How players are chosen below the limit.
    public var selection: LIME.Selection?

    /// Creates settings.
    public init(featureLimit: Int? = nil, kernelWidth: Double? = nil, selection: LIME.Selection? = nil) {
        self.featureLimit = featureLimit
        self.kernelWidth = kernelWidth
        self.selection = selection
    }

    /// The first setting that is given.
    var firstGiven: Name? {
        if featureLimit != nil { return .featureLimit }
        if kernelWidth != nil { return .kernelWidth }
        return selection == nil ? nil : .selection
    }
}
