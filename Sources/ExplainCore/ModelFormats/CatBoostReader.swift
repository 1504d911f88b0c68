/// CatBoost models as `save_model("model.json", format="json")` writes them.
///
/// The rules are those of CatBoost's own evaluator: float32 comparisons, leaf values added in float64 in file order, then the
/// scale and the bias.
public enum CatBoostReader {
    static let format = "CatBoost JSON"
    static let saveAgain = "save the model again with save_model(\"model.json\", format=\"json\")"
    static let serve = "train without them, or serve the model remotely"

    /// Reads a model.
    ///
    /// - Throws: ``ModelFormatError`` when the file is malformed, or would not predict as CatBoost does.
    public static func load(
        _ bytes: [UInt8], observer: LoadObserver? = nil
    ) throws(ModelFormatError) -> LoadedModelFile {
        var document: CatBoostDocument
        do throws(JSONError) {
            document = try CatBoostDecoder.decode(bytes, observer: observer)
        } catch {
            throw ModelFormatError(format: format, error)
        }
        let columns = try CatBoostColumns(document)
        let forest = try CatBoostForest(&document, columns, observer: observer)
        var file = LoadedModelFile(
            model: forest.model, featureNames: columns.names, acceptsMissing: true, notes: notes(document, columns))
        let margins = forest.model.marginCount
        let names = document.classNames
        let isNamed = names.count == margins || (names.count == 2 && margins == 1 && forest.model.link.isLogistic)
        if isNamed, Set(names).count == names.count { file.outputNames = names }
        guard !columns.categoricals.isEmpty else { return file }
        var kinds = [Feature.Kind](repeating: .float, count: columns.count)
        for column in columns.categoricals.values { kinds[column] = .codes }
        file.featureKinds = kinds
        return file
    }

    private static func notes(_ document: CatBoostDocument, _ columns: CatBoostColumns) -> [String] {
        var notes: [String] = []
        if document.loss == nil { notes.append("The file does not name its loss function: outputs are margins.") }
        if !columns.categoricals.isEmpty {
            notes.append(
                "Categories are known by hash: name them in the features' settings, or give whole numbers where those "
                    + "were the categories.")
        }
        return notes
    }

    static func error(_ place: String, _ reason: String, remedy: String? = nil) -> ModelFormatError {
        ModelFormatError(format: format, place: place, reason: reason, remedy: remedy)
    }
}
