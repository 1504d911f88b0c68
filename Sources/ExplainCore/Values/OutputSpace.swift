/// The scale on which a model's output is read.
public enum OutputSpace: String, Sendable, Hashable, CaseIterable {
    /// Before the link function: log-odds for a logistic model, the plain sum for a regression.
    case margin
    /// After the link function: a probability, or the response of a regression with a link (Poisson: the rate).
    case probability
    /// A class label; predictions only, attributions of a label have no additive meaning.
    case label
}
