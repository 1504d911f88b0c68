import ExplainAPI
import ExplainCore

extension Problem {
    /// The refusal of a local surrogate.
    init(_ error: SurrogateError) {
        switch error {
        case .limitNeedsTrees:
            self.init(
                .invalidParameter,
                detail: "Estimator exact_limit reads trees, which this model has none of; use estimator sampled.",
                field: "parameters.estimator")
        case .limitMarginOnly(let space):
            self.init(
                .unsupportedSpace,
                detail: "Estimator exact_limit explains the margin; use space margin, or estimator sampled in space "
                    + "\(space.rawValue).",
                field: "parameters.space")
        case .settingOfLIME(let name, let method):
            self.init(
                .invalidParameter,
                detail: "Parameter \(name.rawValue) belongs to method lime, not to \(method.rawValue); leave it out, "
                    + "or ask for lime.",
                field: "parameters.\(name.rawValue)")
        case .limitWithoutSelection:
            self.init(
                .invalidParameter,
                detail:
                    "With feature_selection none every feature gets a coefficient; leave out num_features, or choose "
                    + "another selection.",
                field: "parameters.num_features")
        case .badSetting(.kernelWidth):
            self.init(
                .invalidParameter,
                detail: "Parameter kernel_width must be a number of at least 0.03: with less, rows in which a feature "
                    + "changed weigh nothing.",
                field: "parameters.kernel_width")
        case .badSetting(let name):
            self.init(
                .invalidParameter, detail: "Parameter \(name.rawValue) must be a number above 0.",
                field: "parameters.\(name.rawValue)")
        }
    }
}
