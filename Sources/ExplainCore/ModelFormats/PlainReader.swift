/// Models written down as plain JSON: linear models, multi-layer perceptrons, and forests with scikit-learn's rules.
///
/// The formats are described in `docs/model-formats.md`; arithmetic is float64.
public enum PlainReader {
    static let format = "plain JSON"

    /// Reads a model.
    ///
    /// - Throws: ``ModelFormatError`` when the file is malformed, or its parts do not fit together.
    public static func load(_ bytes: [UInt8]) throws(ModelFormatError) -> LoadedModelFile {
        let document: PlainDocument
        do throws(JSONError) {
            document = try PlainDecoder.decode(bytes)
        } catch {
            throw ModelFormatError(format: format, error)
        }
        let model: any Model
        switch document.format {
        case "linear": model = try linear(document)
        case "mlp": model = try network(document)
        case "tree-ensemble": model = try PlainForest(document).model
        default:
            throw error("format", "\"\(document.format.prefix(64))\" is none of linear, mlp and tree-ensemble")
        }
        let outputs = model.outputCount(in: .margin) ?? 0
        try checkNames(document.featureNames, "feature_names", count: model.featureCount)
        try checkNames(document.outputNames, "output_names", count: outputs)
        return LoadedModelFile(
            model: model, featureNames: document.featureNames, outputNames: document.outputNames,
            acceptsMissing: false)
    }

    static func error(_ place: String, _ reason: String) -> ModelFormatError {
        ModelFormatError(format: format, place: place, reason: reason)
    }

    /// Refuses keys that belong to another of the formats.
    static func checkKeys(_ document: PlainDocument, _ allowed: Set<String>) throws(ModelFormatError) {
        for key in document.keys where !allowed.union(headKeys).contains(key) {
            throw error(key, "a \(document.format) model has no such member")
        }
    }

    /// A link by its name.
    static func link(_ name: String?, _ place: String, absent: Link?) throws(ModelFormatError) -> Link {
        switch name {
        case nil: if let absent { return absent }
        case "identity": return .identity
        case "logit", "logistic": return .logit
        case "log": return .log
        case "softmax": return .softmax
        case "probability": return .probability
        default: break
        }
        throw error(place, "none of identity, logit, log, softmax and probability")
    }

    static func structure(_ kind: String, _ facts: [(String, Int)]) -> ModelStructure {
        ModelStructure(
            format: "plain-json", kind: kind, facts: facts.map { ModelStructure.Fact(name: $0.0, value: $0.1) })
    }

    private static let headKeys: Set = ["format", "feature_names", "output_names", "library"]

    private static func checkNames(_ names: [String]?, _ place: String, count: Int) throws(ModelFormatError) {
        guard let names else { return }
        guard names.count == count else { throw error(place, "\(names.count) names where \(count) are expected") }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw error(place, "the name \"\(name.prefix(64))\" occurs twice")
        }
    }

    private static func linear(_ document: PlainDocument) throws(ModelFormatError) -> LinearModel {
        try checkKeys(document, ["link", "weights", "intercept"])
        guard let weights = document.weights, weights.rows > 0, weights.columns > 0 else {
            throw error("weights", "the weights, a list for each output, are missing")
        }
        guard let intercepts = document.intercepts, intercepts.count == weights.rows else {
            throw error("intercept", "not one number for each of the \(weights.rows) lists of weights")
        }
        return LinearModel(
            featureCount: weights.columns, weights: weights.storage, intercepts: intercepts,
            link: try link(document.link, "link", absent: nil), arithmetic: .double,
            structure: structure("linear", [("features", weights.columns), ("margins", weights.rows)]))
    }

    private static func network(_ document: PlainDocument) throws(ModelFormatError) -> NeuralNetwork {
        try checkKeys(document, ["input_mean", "input_scale", "activation", "output", "layers"])
        guard let activation = NeuralNetwork.Activation(rawValue: document.activation ?? "") else {
            throw error("activation", "none of relu, logistic, tanh and identity")
        }
        guard let means = document.inputMeans, !means.isEmpty else {
            throw error("input_mean", "the means are missing")
        }
        guard let scales = document.inputScales, scales.count == means.count, scales.allSatisfy({ $0 != 0 }) else {
            throw error("input_scale", "not one number other than zero for each of \(means.count) features")
        }
        var layers: [NeuralNetwork.Layer] = []
        for (index, layer) in document.layers.enumerated() {
            let inputs = layers.last?.outputs ?? means.count
            layers.append(try dense(layer, inputs: inputs, "layers[\(index)]"))
        }
        guard let last = layers.last else { throw error("layers", "the layers are missing") }
        let weights = layers.reduce(0) { $0 + $1.weights.count }
        return NeuralNetwork(
            inputMeans: means, inputScales: scales, layers: layers, activation: activation,
            link: try link(document.output, "output", absent: nil),
            structure: structure(
                "neural network",
                [("features", means.count), ("margins", last.outputs), ("layers", layers.count), ("weights", weights)]))
    }

    private static func dense(
        _ layer: PlainDocument.Layer, inputs: Int, _ place: String
    ) throws(ModelFormatError) -> NeuralNetwork.Layer {
        guard let weights = layer.weights, weights.rows > 0, weights.columns == inputs else {
            throw error(place + ".weights", "not a list of \(inputs) numbers for each output")
        }
        guard let biases = layer.biases, biases.count == weights.rows else {
            throw error(place + ".bias", "not one number for each of \(weights.rows) outputs")
        }
        var byInput: [Double] = []
        byInput.reserveCapacity(weights.storage.count)
        for input in 0..<inputs {
            for output in 0..<weights.rows { byInput.append(weights[output, input]) }
        }
        return NeuralNetwork.Layer(inputs: inputs, weights: byInput, biases: biases)
    }
}
