/// Which fair division of a game the attributions are.
public enum AttributionIndex: String, Sendable, Hashable, CaseIterable {
    /// The Shapley value: the mean over all orders in which players may join (Shapley 1953). Additive.
    case shapley
    /// The Banzhaf value: the mean over all coalitions that a player may join (Banzhaf 1965; Owen 1975). Not additive.
    case banzhaf
    /// The Owen value: the mean over those orders in which the members of a union follow one another (Owen 1977, "Values of
    /// games with a priori unions"). Additive; a union's members together get its Shapley value among the unions.
    case owen
}
