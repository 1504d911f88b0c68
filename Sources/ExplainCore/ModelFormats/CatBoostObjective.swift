/// What a CatBoost loss function says about outputs.
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
