/// A weighted linear model that stands for a model's output around one instance.
public struct LocalSurrogate: Sendable, Equatable {
    /// One coefficient a player: what keeping the instance's bin or category adds; 0 for players that were not selected.
    public var coefficients: [Double]
    /// One standard error a player, 0 where not selected; nil with too few samples, and for the limit.
    public var standardErrors: [Double]?
    /// The surrogate's answer with every player changed.
    public var intercept: Double
    /// The weighted R^2 on the sampled rows; nil for the limit, which has none.
    public var fit: Double?
    /// The model's own answer for the instance.
    public var prediction: Double

    /// Creates a surrogate.
    public init(
        coefficients: [Double], standardErrors: [Double]?, intercept: Double, fit: Double?, prediction: Double
    ) {
        self.coefficients = coefficients
        self.standardErrors = standardErrors
        self.intercept = intercept
        self.fit = fit
        self.prediction = prediction
    }
}
