#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What an XGBoost objective says about outputs.
enum XGBoostObjective {
    /// The link of each objective whose predictions are known; others are refused.
    static func link(of name: String) -> Link? {
        if name.hasPrefix("rank:") { return rankings.contains(name) ? .identity : nil }
        return links[name]
    }

    private static let rankings: Set = ["rank:pairwise", "rank:ndcg", "rank:map"]

    private static let links: [String: Link] = [
        "reg:squarederror": .identity,
        "reg:linear": .identity,
        "reg:squaredlogerror": .identity,
        "reg:pseudohubererror": .identity,
        "reg:absoluteerror": .identity,
        "reg:quantileerror": .identity,
        "binary:logitraw": .identity,
        "reg:logistic": .logit,
        "binary:logistic": .logit,
        "binary:hinge": .step,
        "count:poisson": .log,
        "reg:gamma": .log,
        "reg:tweedie": .log,
        "survival:cox": .log,
        "survival:aft": .log,
        "multi:softmax": .softmax,
        "multi:softprob": .softmax,
    ]

    /// The margin at which the sums start: the file's `base_score` is on the scale of the outputs.
    ///
    /// Float32 as in XGBoost; nil when `score` is no output of such a model.
    static func baseMargin(_ score: Float, link: Link) -> Float? {
        let margin: Float
        switch link {
        case .logit:
            guard score >= 0, score <= 1 else { return nil }
            let clamped = min(max(score, 1e-6), 1 - 1e-6)
            margin = -logf(1 / clamped - 1)
        case .log: margin = logf(score)
        default: margin = score
        }
        return margin.isFinite ? margin : nil
    }
}
