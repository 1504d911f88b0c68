/// What a LightGBM objective says about outputs.
struct LightGBMObjective {
    /// The objective's name; nil for a model trained with a function of the user's own.
    let name: String?
    let link: Link

    /// Reads the header's objective, such as `binary sigmoid:1`, for a model with `margins` trees a round.
    ///
    /// - Throws: ``ModelFormatError`` when it is unknown, or does not fit the number of classes.
    init(_ text: String?, classes: Int, margins: Int) throws(ModelFormatError) {
        let words = (text ?? "").split(separator: " ")
        guard let first = words.first else {
            (name, link) = (nil, .identity)
            return
        }
        name = String(first)
        switch first {
        case "custom", "none": link = .identity
        case "regression", "regression_l1":
            link = words.contains("sqrt") ? .signedSquare : .identity
        case "huber", "fair", "quantile", "mape", "lambdarank", "rank_xendcg": link = .identity
        case "poisson", "gamma", "tweedie": link = .log
        case "cross_entropy": link = .scaledLogit(1)
        case "cross_entropy_lambda": link = .softplus
        case "multiclass": link = .softmax
        case "binary", "multiclassova": link = .scaledLogit(try Self.sigmoid(words))
        default:
            throw LightGBMReader.error(
                "objective", "the objective \"\(first.prefix(64))\" is not supported", remedy: LightGBMReader.ask)
        }
        try checkClasses(words, classes: classes, margins: margins)
    }

    private func checkClasses(
        _ words: [Substring], classes: Int, margins: Int
    ) throws(ModelFormatError) {
        let hasClasses = name == "multiclass" || name == "multiclassova"
        let isOpen = name == "custom" || name == "none"
        let declared = try Self.value(of: "num_class", words).map { StrictNumber.count($0) }
        if hasClasses, let declared, declared != classes {
            throw LightGBMReader.error("objective", "num_class is not the header's, \(classes)")
        }
        guard isOpen || margins == (hasClasses ? classes : 1) else {
            let reason =
                "\(margins) trees a round where the objective \"\(name ?? "")\" has \(hasClasses ? classes : 1)"
            throw LightGBMReader.error("num_tree_per_iteration", reason, remedy: LightGBMReader.saveAgain)
        }
    }

    /// The factor of the logistic function.
    private static func sigmoid(_ words: [Substring]) throws(ModelFormatError) -> Double {
        guard let text = try value(of: "sigmoid", words) else { return 1 }
        guard let value = StrictNumber.double(text), value > 0, value.isFinite else {
            throw LightGBMReader.error("objective", "sigmoid:\(text.prefix(32)) is no factor above zero")
        }
        return value
    }

    /// What follows `name:` among the words.
    private static func value(of name: String, _ words: [Substring]) throws(ModelFormatError) -> Substring? {
        let values = words.filter { $0.hasPrefix(name + ":") }.map { $0.dropFirst(name.count + 1) }
        guard values.count < 2 else { throw LightGBMReader.error("objective", "\(name) is given twice") }
        return values.first
    }
}
