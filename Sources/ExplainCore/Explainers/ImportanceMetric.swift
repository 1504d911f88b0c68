/// How well predictions fit labels: what permutation importance watches.
public enum ImportanceMetric: String, Sendable, Hashable, CaseIterable {
    /// The coefficient of determination, 1 - residual / total sum of squares.
    case r2
    /// The root of the mean squared error.
    case rmse
    /// The mean absolute error.
    case mae
    /// The share of rows whose class is predicted.
    case accuracy
    /// The mean negative logarithm of the probability given to the true class.
    case logLoss = "log_loss"
    /// The area under the receiver operating characteristic curve, of two classes.
    case auc

    /// Whether a larger number is a better fit; otherwise a smaller one is.
    public var isBetterWhenLarger: Bool {
        switch self {
        case .r2, .accuracy, .auc: true
        case .rmse, .mae, .logLoss: false
        }
    }

    /// Whether labels are classes.
    public var needsClasses: Bool {
        switch self {
        case .accuracy, .logLoss, .auc: true
        case .r2, .rmse, .mae: false
        }
    }
}
