/// What a model's predictions are measured by.
public enum ImportanceMetric: String, Sendable, Hashable, CaseIterable {
    /// The share of the labels' variance that predictions explain; higher is better.
    case r2
    /// The root of the mean squared error; lower is better.
    case rmse
    /// The mean absolute error; lower is better.
    case mae
    /// The share of rows whose most probable class is the label; higher is better.
    case accuracy
    /// The mean negative logarithm of the label's probability; lower is better.
    case logLoss = "log_loss"
    /// The probability that a row of the class scores higher than one of another; higher is better.
    case auc

    /// Whether a smaller number is a better one.
    public var isLoss: Bool {
        switch self {
        case .rmse, .mae, .logLoss: true
        case .r2, .accuracy, .auc: false
        }
    }

    /// Whether labels are class numbers.
    public var isClassification: Bool {
        switch self {
        case .accuracy, .logLoss, .auc: true
        case .r2, .rmse, .mae: false
        }
    }

    /// The loss of a single row behind the metric, by which exact switching is measured; nil for ranks.
    public var rowLoss: String? {
        switch self {
        case .r2, .rmse: "squared error"
        case .mae: "absolute error"
        case .accuracy: "zero-one"
        case .logLoss: "log loss"
        case .auc: nil
        }
    }
}
