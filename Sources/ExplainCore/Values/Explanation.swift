/// How an explanation was computed.
public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Exact values of a tree ensemble against the background, from its trees.
    case treeSHAP = "tree_shap"
    /// Exact Shapley values of a tree ensemble by its training rows' proportions, without a background.
    case treePathDependent = "tree_path_dependent"
    /// Exact values of a linear model against the background, in closed form.
    case linearSHAP = "linear_shap"
    /// Exact values from all coalitions that matter to them, 2^n of n players unless they form unions.
    case enumeration
    /// Shapley values by weighted regression on sampled coalitions.
    case kernelSHAP = "kernel_shap"
    /// Local linear surrogate on perturbed rows.
    case lime

    /// Whether its values never carry a sampling error.
    public var isExact: Bool {
        switch self {
        case .treeSHAP, .treePathDependent, .linearSHAP, .enumeration: true
        case .kernelSHAP, .lime: false
        }
    }
}

/// Which variant of a sampling method was used.
public enum Estimator: String, Sendable, Hashable, CaseIterable {
    /// A Gaussian process on the odd part of the game, over the `leverage` regression.
    case gpOdd = "gp_odd"
    /// Pairs without replacement, equal counts per size (leverage scores).
    case leverage
    /// The textbook Shapley kernel weights.
    case wls
    /// Sampled perturbations (LIME).
    case sampled
    /// What sampled perturbations tend to, from the trees of a model (LIME).
    case exactLimit = "exact_limit"

    /// Whether it is a variant of LIME.
    var isOfLIME: Bool { self == .sampled || self == .exactLimit }
}

/// Attributions of one output of a model for one instance.
public struct Explanation: Sendable, Equatable {
    /// Which output of the model; an index into its outputs in `space`.
    public var output: Int
    /// One attribution a player, in the unit of `space`.
    public var values: [Double]
    /// Which values they are.
    public var index: AttributionIndex
    /// One standard error a player; nil where the method has none (exact methods).
    public var standardErrors: [Double]?
    /// Pairwise interactions, players x players, where they were asked for.
    ///
    /// Off the diagonal half of a pair's Shapley interaction index, on it the value's rest, so that each row sums to the
    /// player's value (the convention of SHAP: Lundberg et al. 2020, equations 8 and 9).
    public var interactions: Matrix?
    /// The output without any feature known, v(empty); for LIME the intercept of the surrogate.
    public var baseValue: Double
    /// What the model itself answers for the instance.
    public var prediction: Double
    /// Coalitions (LIME: samples) evaluated, the empty and the full one included.
    public var evaluations: Int
    /// Rows the model predicted.
    public var modelRows: Int
    /// Whether the result is exact or has reached its tolerance.
    public var converged: Bool
    /// The method.
    public var method: Method
    /// The variant of a sampling method; nil for exact ones.
    public var estimator: Estimator?
    /// The scale of values, base value and prediction.
    public var space: OutputSpace
    /// prediction - (baseValue + sum of values): what rounding, or a surrogate's misfit, leaves over.
    ///
    /// Banzhaf values do not add up by their nature; theirs is what they leave over.
    /// Tree and linear methods add in float64; for a model that adds in float32 this is the model's own rounding.
    public var additivityResidual: Double
    /// Weighted R^2 of the surrogate (LIME); nil otherwise, and for its exact limit.
    public var fit: Double?
    /// Whether the values carry no sampling error: an exact method, or sampling whose budget covered all coalitions.
    public var isExact: Bool

    /// Creates an explanation; the residual is computed here, with the values summed in player order.
    ///
    /// Without `isExact` it is the method's own (``Method/isExact``).
    public init(
        output: Int, values: [Double], standardErrors: [Double]? = nil, baseValue: Double, prediction: Double,
        evaluations: Int, modelRows: Int, converged: Bool, method: Method, estimator: Estimator? = nil,
        index: AttributionIndex = .shapley, interactions: Matrix? = nil, space: OutputSpace, fit: Double? = nil,
        isExact: Bool? = nil
    ) {
        precondition(
            interactions.map { $0.rows == values.count && $0.columns == values.count } ?? true,
            "there is an interaction of every two players")
        self.output = output
        self.values = values
        self.index = index
        self.standardErrors = standardErrors
        self.interactions = interactions
        self.baseValue = baseValue
        self.prediction = prediction
        self.evaluations = evaluations
        self.modelRows = modelRows
        self.converged = converged
        self.method = method
        self.estimator = estimator
        self.space = space
        additivityResidual = prediction - (baseValue + values.reduce(0, +))
        self.fit = fit
        self.isExact = isExact ?? method.isExact
    }
}
