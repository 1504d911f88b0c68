/// XGBoost models as `save_model("model.json")` and `save_model("model.ubj")` write them, from version 1.2 on.
///
/// The rules are those of XGBoost's own predictors: float32 comparisons and sums in file order, so margins are its bits.
public enum XGBoostReader {
    static let format = "XGBoost"
    static let saveAgain = "save the model with save_model(\"model.json\")"

    /// Versions up to 3.1 write a bare NaN where a threshold has no meaning.
    static let options = JSONOptions(allowsBareNaN: true)

    /// Reads a model.
    ///
    /// `iterations` chooses boosting rounds; nil is all of them, or those up to `best_iteration` where the file has one, as
    /// XGBoost's scikit-learn interface does.
    ///
    /// - Throws: ``ModelFormatError`` when the file is malformed, or would not predict as XGBoost does.
    public static func load(
        _ bytes: [UInt8], iterations: Range<Int>? = nil, observer: LoadObserver? = nil
    ) throws(ModelFormatError) -> LoadedModelFile {
        try load(try decode(bytes, observer), iterations: iterations, observer: observer)
    }

    /// Reads either encoding; no JSON text has a length behind its first brace.
    private static func decode(
        _ bytes: [UInt8], _ observer: LoadObserver?
    ) throws(ModelFormatError) -> XGBoostDocument {
        let isBinary = FileSignature.isUniversalBinaryJSON(bytes)
        do throws(JSONError) {
            if isBinary {
                var decoder = XGBoostDecoder(reader: UBJSONReader(bytes), size: bytes.count, observer: observer)
                var document = try decoder.decode()
                document.isBinary = true
                return document
            }
            var decoder = XGBoostDecoder(
                reader: JSONReader(bytes, options: options), size: bytes.count, observer: observer)
            return try decoder.decode()
        } catch {
            throw ModelFormatError(format: format + (isBinary ? " UBJSON" : " JSON"), error)
        }
    }

    /// Checks a decoded file and makes its model; both encodings end here.
    static func load(
        _ document: XGBoostDocument, iterations: Range<Int>?, observer: LoadObserver? = nil
    ) throws(ModelFormatError) -> LoadedModelFile {
        let header = try XGBoostHeader(document)
        let columns = try XGBoostColumns(document, featureCount: header.featureCount)
        var notes = columns.notes
        let model: any Model
        switch document.boosterName {
        case "gblinear":
            if iterations != nil { notes.append("A linear booster has no trees to choose iterations from.") }
            model = try linear(document, header)
        case "gbtree", "dart":
            let forest = try XGBoostForest(document, header, iterations: iterations, observer: observer)
            notes.append(contentsOf: forest.notes)
            model = forest.model
        default:
            let name = document.boosterName.map { "\"\($0.prefix(64))\"" } ?? "none"
            let reason = "the booster is \(name), not gbtree, dart or gblinear"
            throw ModelFormatError(format: format, place: "learner.gradient_booster.name", reason: reason)
        }
        return LoadedModelFile(
            model: model, featureNames: columns.names, featureKinds: columns.kinds, acceptsMissing: true, notes: notes)
    }

    /// A linear booster: the first base score counts for every margin, and missing values add nothing.
    private static func linear(
        _ document: XGBoostDocument, _ header: XGBoostHeader
    ) throws(ModelFormatError) -> LinearModel {
        let (features, margins) = (header.featureCount, header.baseMargins.count)
        let weights = document.linearWeights ?? []
        let place = "learner.gradient_booster.model.weights"
        guard weights.count == (features + 1) * margins else {
            let reason = "\(weights.count) weights where \((features + 1) * margins) are expected"
            throw ModelFormatError(format: format, place: place, reason: reason)
        }
        guard weights.allSatisfy(\.isFinite) else {
            throw ModelFormatError(format: format, place: place, reason: "a weight is not a finite number")
        }
        var byMargin: [Double] = []
        var intercepts: [Double] = []
        byMargin.reserveCapacity(features * margins)
        for margin in 0..<margins {
            for feature in 0..<features { byMargin.append(Double(weights[feature * margins + margin])) }
            intercepts.append(Double(weights[features * margins + margin] + header.baseMargins[0]))
        }
        let facts = [
            ModelStructure.Fact(name: "features", value: features),
            ModelStructure.Fact(name: "margins", value: margins),
        ]
        return LinearModel(
            featureCount: features, weights: byMargin, intercepts: intercepts, link: header.link, arithmetic: .single,
            structure: ModelStructure(
                format: document.format, kind: "linear", objective: header.objective, facts: facts))
    }
}
