/// Which method a request asks for.
public enum RequestedMethod: String, Sendable, Hashable, CaseIterable {
    /// The planner chooses.
    case auto
    /// Exact values, whatever computes them.
    case exact
    /// Exact values of a tree ensemble against the background.
    case treeSHAP = "tree_shap"
    /// Exact values of a tree ensemble by its training rows' proportions.
    case treePathDependent = "tree_path_dependent"
    /// Exact values of a linear model.
    case linearSHAP = "linear_shap"
    /// Exact values from all coalitions.
    case enumeration
    /// Sampled Shapley values.
    case kernelSHAP = "kernel_shap"
    /// A local linear surrogate.
    case lime
}
