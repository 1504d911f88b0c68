/// The precision a model computes its margins in.
///
/// A model file was trained in one precision; adding in another gives other last bits.
public enum Arithmetic: Sendable, Equatable {
    /// Every intermediate sum is rounded to float32 (XGBoost).
    case single
    /// Float64 throughout (scikit-learn).
    case double
}
