/// What a LightGBM file says about the model as a whole, checked.
struct LightGBMHeader {
    let featureCount: Int
    /// The number of margins: the trees of a round.
    let margins: Int
    let objective: LightGBMObjective
    /// The number of boosting rounds.
    let rounds: Int

    private static let versions: Set = ["v3", "v4"]

    /// Checks the header against the trees.
    ///
    /// - Throws: ``ModelFormatError`` when a value is missing, malformed or beyond its limit.
    init(_ document: LightGBMDocument) throws(ModelFormatError) {
        let version = document.header["version"] ?? ""
        guard Self.versions.contains(version) else {
            let reason = "version \"\(version.prefix(32))\" is neither v3 nor v4"
            let remedy = "load it with LightGBM 3 or 4 and save it again with save_model(\"model.txt\")"
            throw LightGBMReader.error("version", reason, remedy: remedy)
        }
        let largest = try Self.count(document, "max_feature_idx", 0...(ModelFileLimits.maximumFeatures - 1))
        let classes = try Self.count(document, "num_class", 1...ModelFileLimits.maximumMargins)
        featureCount = largest + 1
        margins = try Self.count(document, "num_tree_per_iteration", 1...ModelFileLimits.maximumMargins)
        objective = try LightGBMObjective(document.header["objective"], classes: classes, margins: margins)
        guard document.trees.count % margins == 0 else {
            let reason = "\(document.trees.count) trees are no whole number of rounds of \(margins)"
            throw LightGBMReader.error("num_tree_per_iteration", reason, remedy: LightGBMReader.saveAgain)
        }
        rounds = document.trees.count / margins
    }

    private static func count(
        _ document: LightGBMDocument, _ name: String, _ range: ClosedRange<Int>
    ) throws(ModelFormatError) -> Int {
        guard let text = document.header[name] else {
            throw LightGBMReader.error(name, "the value is missing", remedy: LightGBMReader.saveAgain)
        }
        guard let value = StrictNumber.count(text), range.contains(value) else {
            let reason = "\"\(text.prefix(32))\" is no whole number from \(range.lowerBound) to \(range.upperBound)"
            throw LightGBMReader.error(name, reason, remedy: LightGBMReader.saveAgain)
        }
        return value
    }
}
