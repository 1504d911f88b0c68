import ExplainCore

/// Why a model of the repository does not load.
///
/// Paths are relative to the model's folder: the texts leave the process.
enum ModelLoadError: Error, Equatable {
    /// The file or folder cannot be read.
    case unreadable(String, FileError)
    /// The model file is large, and is loaded once the others are served.
    case deferred(String, bytes: Int)
    /// The path leads out of the model's folder.
    case outsideFolder(String)
    /// A JSON file is malformed or says something that means nothing.
    case json(file: String, JSONError)
    /// A CSV file is malformed.
    case csv(file: String, CSVError)
    /// The model file is refused.
    case modelFile(String, ModelFormatError)
    /// The model is behind an address, and does not answer there as it should.
    case remote(ModelError)
    /// There are model and version folders, or settings of a single model above version folders.
    case mixedVersions
    /// The settings do not fit the model file or each other.
    case settings(SettingsFault)
    /// The background is refused.
    case background(file: String, BackgroundFault)
    /// An `expected` row does not come out.
    case expected(row: Int, ExpectedFault)

    /// What does not fit about settings.
    enum SettingsFault: Error, Equatable {
        case featureCount(Int, model: Int)
        case featureOrder(name: String, position: Int, inModel: Int)
        case duplicateFeature(String)
        case groupNamedLikeFeature(String)
        case missingNotSupported(feature: String)
        case categoriesDiffer(feature: String)
        case outputCount(Int, model: Int)
        case duplicateOutput(String)
        case unknownDefaultOutput(String, among: [String])
        case spaceNotOffered(OutputSpace)
        case nothingToExplain
        case noFeatures
        case noOutputs
        case badAuthorization(String)
        case otherName(String, expected: String)
        case otherVersion(String, expected: String)
        case badName(String)
        case duplicateName(String)
        case defaultVersion(String)
    }

    /// What is wrong with a background.
    enum BackgroundFault: Error, Equatable {
        case empty
        case header(HeaderFault)
        case width(row: Int, Int, features: Int)
        case cell(place: String, feature: String, FeatureCellError)
        case weight(place: String)
        case weights(BackgroundError)
    }

    /// What is wrong with the names at the top of a background.
    enum HeaderFault: Error, Equatable {
        case unknown(String, nearest: String?)
        case twice(String)
        case absent(String)
    }

    /// What is wrong with an `expected` row.
    enum ExpectedFault: Error, Equatable {
        case width(Int, features: Int)
        case cell(feature: String, FeatureCellError)
        case outputCount(Int, model: Int)
        case spaceNotOffered(OutputSpace)
        case model(ModelError)
        case mismatch(output: String, got: Double, expected: Double, space: OutputSpace, tolerance: String)
    }
}
