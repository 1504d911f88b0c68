/// A model and what its file says about inputs and outputs.
public struct LoadedModelFile: Sendable {
    /// The model.
    public var model: any Model
    /// One unique name an input column; nil where the file has none.
    public var featureNames: [String]?
    /// What each input column is; nil where the file does not say.
    public var featureKinds: [Feature.Kind]?
    /// One name an output; nil where the file has none.
    public var outputNames: [String]?
    /// The output that is explained unless another is asked for.
    public var defaultOutput = 0
    /// Whether the model knows what to do with missing values.
    public var acceptsMissing: Bool
    /// Whether each column may be missing, where not all columns are alike; nil where ``acceptsMissing`` holds for all.
    public var missingColumns: [Bool]?
    /// Whether a category column takes categories beyond those of ``featureKinds``, all of them alike.
    public var takesUnknownCategories = false
    /// Whether one score is the file's way to write two outputs, as a graph of two classes in ONNX has them.
    public var answersBothClasses = false
    /// What a user should know about how the file was read, one sentence each.
    public var notes: [String]

    /// Creates a result.
    public init(
        model: any Model, featureNames: [String]? = nil, featureKinds: [Feature.Kind]? = nil,
        outputNames: [String]? = nil, acceptsMissing: Bool, notes: [String] = []
    ) {
        self.model = model
        self.featureNames = featureNames
        self.featureKinds = featureKinds
        self.outputNames = outputNames
        self.acceptsMissing = acceptsMissing
        self.notes = notes
    }

    /// Whether input column `index` may be missing.
    public func acceptsMissing(at index: Int) -> Bool {
        guard let missingColumns, missingColumns.indices.contains(index) else { return acceptsMissing }
        return missingColumns[index]
    }

    /// The model for columns of these kinds: where the file knows categories by hash alone, the kinds name them.
    public func model(for kinds: [Feature.Kind]) -> any Model { (model as? TreeEnsemble)?.naming(kinds) ?? model }
}
