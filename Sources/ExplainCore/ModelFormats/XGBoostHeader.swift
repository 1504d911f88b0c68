/// What an XGBoost file says about the model as a whole, checked.
struct XGBoostHeader {
    let featureCount: Int
    let objective: String
    let link: Link
    /// Where each margin starts.
    let baseMargins: [Float]

    /// Checks the learner's parameters.
    ///
    /// - Throws: ``ModelFormatError`` when one is missing, malformed or beyond its limit.
    init(_ document: XGBoostDocument) throws(ModelFormatError) {
        featureCount = try Self.count(
            document.featureCount, "num_feature", range: 1...ModelFileLimits.maximumFeatures, absent: nil)
        let classes = try Self.count(
            document.classCount, "num_class", range: 0...ModelFileLimits.maximumMargins, absent: 0)
        let targets = try Self.count(
            document.targetCount, "num_target", range: 0...ModelFileLimits.maximumMargins, absent: 0)
        guard let objective = document.objective else {
            let remedy = XGBoostReader.saveAgain
            throw Self.error("objective.name", "the objective is missing", remedy: remedy)
        }
        guard let link = XGBoostObjective.link(of: objective) else {
            throw Self.error("objective.name", "the objective \"\(objective.prefix(64))\" is not supported")
        }
        self.objective = objective
        self.link = link
        baseMargins = try Self.baseMargins(document.baseScore, link: link, count: max(classes, targets, 1))
    }

    private static func baseMargins(
        _ score: XGBoostDocument.BaseScore?, link: Link, count: Int
    ) throws(ModelFormatError) -> [Float] {
        let place = "learner_model_param.base_score"
        guard let scores = values(of: score) else {
            throw error(place, "neither a number nor a list of numbers")
        }
        guard scores.count == 1 || scores.count == count else {
            throw error(place, "\(scores.count) numbers where 1 or \(count) are expected")
        }
        var margins: [Float] = []
        for score in scores {
            guard let margin = XGBoostObjective.baseMargin(score, link: link) else {
                throw error(place, "\(score) is no output of this objective")
            }
            margins.append(margin)
        }
        return margins.count == count ? margins : [Float](repeating: margins[0], count: count)
    }

    /// The numbers of a base score in any of its shapes; nil when there are none, or one is malformed.
    private static func values(of score: XGBoostDocument.BaseScore?) -> [Float]? {
        switch score {
        case nil: return nil
        case .numbers(let values): return values.isEmpty ? nil : values
        case .text(let text):
            var list = Substring(text)
            if list.first == "[" || list.first == "(" {
                guard list.last == (list.first == "[" ? "]" : ")") else { return nil }
                list = list.dropFirst().dropLast()
            }
            var values: [Float] = []
            for part in list.split(separator: ",", omittingEmptySubsequences: false) {
                guard let value = StrictNumber.float(part.drop { $0 == " " }) else { return nil }
                values.append(value)
            }
            return values
        }
    }

    private static func count(
        _ text: String?, _ name: String, range: ClosedRange<Int>, absent: Int?
    ) throws(ModelFormatError) -> Int {
        guard let text else {
            if let absent { return absent }
            throw error("learner_model_param.\(name)", "the parameter is missing", remedy: XGBoostReader.saveAgain)
        }
        guard let value = StrictNumber.count(text), range.contains(value) else {
            let reason = "\"\(text.prefix(64))\" is no whole number from \(range.lowerBound) to \(range.upperBound)"
            throw error("learner_model_param.\(name)", reason)
        }
        return value
    }

    private static func error(_ place: String, _ reason: String, remedy: String? = nil) -> ModelFormatError {
        ModelFormatError(format: XGBoostReader.format, place: "learner." + place, reason: reason, remedy: remedy)
    }
}
