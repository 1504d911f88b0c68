/// What a CatBoost loss function says about outputs.
///
/// One approximation a row has the probability sigmoid(x) whatever the loss, several have softmax, or sigmoid(x) each for
/// `MultiClassOneVsAll` (`PrepareEval`, catboost/libs/eval_result/eval_helpers.cpp) and for labels that do not exclude each
/// other (`MultiProbability`, catboost/libs/model/eval_processing.h). `predict` of `Poisson` and `Tweedie` is exp(x), of
/// other regressions x (`prediction_type` of catboost.predict, catboost.ai/docs).
enum CatBoostObjective {
    /// The link of a loss function by its name; what CatBoost does not transform by default is its own output.
    static func link(of loss: String?) -> Link {
        switch loss {
        case "Logloss", "CrossEntropy", "Focal", "MultiClassOneVsAll", "MultiLogloss", "MultiCrossEntropy":
            .scaledLogit(1)
        case "MultiClass": .softmax
        case "Poisson", "Tweedie": .log
        default: .identity
        }
    }
}
