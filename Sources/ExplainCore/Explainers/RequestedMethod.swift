/// Which method a request asks for.
public enum RequestedMethod: String, Sendable, Hashable, CaseIterable {
    /// The planner chooses.
    case auto
    /// Exact values, whatever computes them.
    case exact
    /// Exact values from all coalitions.
    case enumeration
    /// Sampled Shapley values.
    case kernelSHAP = "kernel_shap"
    /// A local linear surrogate.
    case lime
}
