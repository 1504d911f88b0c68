/// LightGBM models as `save_model("model.txt")` writes them, in versions 3 and 4 of the format.
///
/// The rules are those of LightGBM's own predictor: float64 comparisons, and sums from zero in file order, so margins are its
/// bits.
public enum LightGBMReader {
    static let format = "LightGBM text"
    static let saveAgain = "save the model again with save_model(\"model.txt\")"
    static let ask = "its outputs are not known here; serve the model remotely"

    /// Numbers of at most this size are zero to LightGBM (`kZeroThreshold`, a float32 constant).
    static let largestZero = 1.0000000180025095e-35

    /// Reads a model.
    ///
    /// `iterations` chooses boosting rounds; nil is all of them.
    ///
    /// - Throws: ``ModelFormatError`` when the file is malformed, or would not predict as LightGBM does.
    public static func load(
        _ bytes: [UInt8], iterations: Range<Int>? = nil, observer: LoadObserver? = nil
    ) throws(ModelFormatError) -> LoadedModelFile {
        let document = try LightGBMDecoder.decode(bytes, observer: observer)
        let header = try LightGBMHeader(document)
        let columns = try LightGBMColumns(document, featureCount: header.featureCount)
        let forest = try LightGBMForest(document, header, iterations: iterations, observer: observer)
        return LoadedModelFile(
            model: forest.model, featureNames: columns.names, featureKinds: columns.kinds, acceptsMissing: true,
            notes: columns.notes + forest.notes)
    }

    static func error(_ place: String, _ reason: String, remedy: String? = nil) -> ModelFormatError {
        ModelFormatError(format: format, place: place, reason: reason, remedy: remedy)
    }
}
