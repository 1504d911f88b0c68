/// Model files of every supported format.
public enum ModelFile {
    /// Reads a model, told by its content and never by its name.
    ///
    /// `iterations` chooses the boosting rounds of an XGBoost or LightGBM model; nil is all of them, or those up to the best
    /// one where the file records early stopping. `observer` hears of the progress, where the file holds trees.
    ///
    /// - Complexity: O(bytes); no memory is taken on the word of a declared count.
    /// - Throws: ``ModelFormatError`` that names the format, the place, the defect and the remedy.
    public static func load(
        _ bytes: [UInt8], iterations: Range<Int>? = nil, observer: LoadObserver? = nil
    ) throws(ModelFormatError) -> LoadedModelFile {
        do throws(ModelFormatError) { return try read(bytes, iterations: iterations, observer: observer) } catch {
            var error = error
            if error.remedy == nil { error.remedy = remedy(for: error.format) }
            throw error
        }
    }

    /// What to do about a broken file of a format where its reader knows nothing better.
    private static func remedy(for format: String?) -> String {
        switch format {
        case let name? where name.hasPrefix("XGBoost"): XGBoostReader.saveAgain
        case LightGBMReader.format: LightGBMReader.saveAgain
        case CatBoostReader.format: CatBoostReader.saveAgain
        case ONNXReader.format: ONNXReader.exportAgain
        case PlainReader.format: "docs/model-formats.md describes the format"
        default: FileSignature.supported
        }
    }

    private static func read(
        _ bytes: [UInt8], iterations: Range<Int>?, observer: LoadObserver?
    ) throws(ModelFormatError) -> LoadedModelFile {
        if FileSignature.isONNX(bytes) { return try ONNXReader.load(bytes) }
        if let refusal = FileSignature.refusal(of: bytes) { throw refusal }
        if FileSignature.isUniversalBinaryJSON(bytes) {
            return try XGBoostReader.load(bytes, iterations: iterations, observer: observer)
        }
        if FileSignature.isLightGBM(bytes) {
            return try LightGBMReader.load(bytes, iterations: iterations, observer: observer)
        }
        switch try tellingKey(of: bytes) {
        case "learner": return try XGBoostReader.load(bytes, iterations: iterations, observer: observer)
        case "format": return try PlainReader.load(bytes)
        case "Model", "Config":
            let reason = "a memory snapshot is not a model file"
            throw ModelFormatError(format: "XGBoost JSON", reason: reason, remedy: XGBoostReader.saveAgain)
        case "features_info", "oblivious_trees": return try CatBoostReader.load(bytes, observer: observer)
        case "tree_info":
            let reason = "the output of dump_model is not a model file"
            throw ModelFormatError(format: "LightGBM JSON", reason: reason, remedy: LightGBMReader.saveAgain)
        default:
            let reason = "the top level has none of the keys of a model file, such as \"learner\" or \"format\""
            throw ModelFormatError(format: "JSON", reason: reason, remedy: FileSignature.supported)
        }
    }

    /// The top-level keys that tell the JSON formats apart.
    private static let tellingKeys: Set = [
        "learner", "format", "Model", "Config", "features_info", "oblivious_trees", "tree_info",
    ]

    /// The first top-level key that tells the format; nil when there is none.
    private static func tellingKey(of bytes: [UInt8]) throws(ModelFormatError) -> String? {
        let first = bytes.first { !" \t\r\n".utf8.contains($0) }
        if first == UInt8(ascii: "[") {
            let reason = "an array at the top is the output of dump_model, which is no model file"
            throw ModelFormatError(format: "JSON", reason: reason, remedy: XGBoostReader.saveAgain)
        }
        guard first == UInt8(ascii: "{") else {
            let reason = "neither JSON nor any model format known by its first bytes"
            throw ModelFormatError(format: nil, reason: reason, remedy: FileSignature.supported)
        }
        do throws(JSONError) {
            var reader = JSONReader(bytes, options: XGBoostReader.options)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if tellingKeys.contains(key) { return key }
                try reader.skipValue()
            }
            return nil
        } catch {
            throw ModelFormatError(format: "JSON", error)
        }
    }
}
