/// ONNX graphs of scikit-learn pipelines, boosted trees and small networks.
///
/// The operators and their versions are listed in `docs/model-formats.md`. Trees and linear models that read the inputs
/// unchanged become ensembles and linear models of this library, so that their exact methods apply.
public enum ONNXReader {
    static let format = "ONNX"
    static let exportAgain =
        "docs/model-formats.md lists what is evaluated; export the model again with these operators"

    static func error(_ place: String, _ reason: String, remedy: String? = nil) -> ModelFormatError {
        ModelFormatError(format: format, place: place, reason: reason, remedy: remedy ?? exportAgain)
    }

    /// Reads a model.
    ///
    /// - Complexity: O(bytes), and two trial rows through the graph.
    /// - Throws: ``ModelFormatError`` when the file is malformed, uses what is not evaluated, or does not fit together.
    public static func load(_ bytes: [UInt8]) throws(ModelFormatError) -> LoadedModelFile {
        let graph = try ONNXDecoder.decode(bytes)
        let compiler = try ONNXCompiler(graph)
        var inputs = try ONNXInputs(graph, compiler)
        let trace = ONNXTrace(graph, inputs, compiler)
        inputs.categories = trace.categories
        for part in inputs.parts where part.type == .string {
            guard part.columns.allSatisfy({ trace.categories[$0] != nil }) else {
                throw error(
                    "graph.input \"\(part.name.prefix(64))\"",
                    "no OneHotEncoder or LabelEncoder names the categories of this text input")
            }
        }
        let outputs = try ONNXOutputs(graph, compiler)
        var file: LoadedModelFile
        if let trees = ONNXTreeModel(graph, compiler, inputs, trace, outputs) {
            file = trees.file
        } else {
            file = try general(graph, compiler, inputs, trace, outputs)
        }
        file.featureNames = inputs.names
        file.featureKinds = inputs.kinds
        // Of two classes the second is the one that scores are usually of.
        if outputs.isClassifier, file.outputNames?.count == 2 { file.defaultOutput = 1 }
        file.takesUnknownCategories = !trace.categories.isEmpty
        if !graph.producer.isEmpty {
            file.notes.insert("Written by \(graph.producer.prefix(64)) \(graph.producerVersion.prefix(16)).", at: 0)
        }
        file.notes += outputs.notes
        return file
    }

    /// A model that evaluates the graph.
    private static func general(
        _ graph: ONNXGraph, _ compiler: ONNXCompiler, _ inputs: ONNXInputs, _ trace: ONNXTrace,
        _ outputs: ONNXOutputs
    ) throws(ModelFormatError) -> LoadedModelFile {
        func answer(_ slot: Int, isSigned: Bool = false) -> ONNXAnswer {
            ONNXAnswer(program: compiler.program.pruned(to: slot), slot: slot, isSigned: isSigned)
        }
        let own = answer(outputs.slot)
        var (margin, probability): (ONNXAnswer?, ONNXAnswer?) = (nil, nil)
        switch outputs.margins {
        case .some(let margins) where margins.link == .probability: (margin, probability) = (own, own)
        case .some(let margins) where margins.link == .identity: margin = own
        case .some(let margins): (margin, probability) = (answer(margins.slot, isSigned: margins.isSigned), own)
        case nil where outputs.isClassifier: probability = own
        case nil: margin = own
        }
        let linear = linear(graph, compiler, inputs, trace, outputs)
        let model: ONNXModel
        do throws(ONNXProgram.Failure) {
            model = try ONNXModel(
                inputs: inputs, margin: margin, probability: probability, linear: linear,
                structure: ModelStructure(
                    format: "onnx", kind: linear == nil ? "graph" : "linear",
                    facts: facts(graph, compiler, features: inputs.count)))
        } catch {
            throw Self.error(error.place, error.fault.reason)
        }
        let missing = model.missingColumns()
        var file = LoadedModelFile(
            model: model, outputNames: outputs.classes.flatMap { $0.count == model.width ? $0 : nil },
            acceptsMissing: missing.contains(true))
        file.missingColumns = missing
        if !model.takesBatches { file.notes.append("The graph is evaluated row by row: it does not take batches.") }
        return file
    }

    /// The margins as a linear model of the rows; nil when they are something else.
    private static func linear(
        _ graph: ONNXGraph, _ compiler: ONNXCompiler, _ inputs: ONNXInputs, _ trace: ONNXTrace, _ outputs: ONNXOutputs
    ) -> LinearModel? {
        guard let margins = outputs.margins, let index = margins.node,
            let linear = compiler.operators[index] as? ONNXLinearOperator,
            let source = graph.nodes[index].inputs.first.flatMap({ trace.values[$0] }), source.type == .float,
            source.columns.count == linear.columns
        else { return nil }
        return linear.linearModel(mapping: source.columns, featureCount: inputs.count, link: margins.link)
    }

    /// What the registration report says about a graph.
    static func facts(_ graph: ONNXGraph, _ compiler: ONNXCompiler, features: Int) -> [ModelStructure.Fact] {
        var facts = [ModelStructure.Fact(name: "features", value: features)]
        for (domain, name) in [("", "ai.onnx version"), ("ai.onnx.ml", "ai.onnx.ml version")] {
            if let version = graph.versions[domain] { facts.append(.init(name: name, value: Int(clamping: version))) }
        }
        facts.append(.init(name: "graph nodes", value: graph.nodes.count))
        facts.append(.init(name: "graph outputs", value: graph.outputs.count))
        facts.append(.init(name: "constants", value: graph.constants.values.reduce(0) { $0 + $1.count }))
        var counts: [String: Int] = [:]
        for node in graph.nodes { counts[node.operation, default: 0] += 1 }
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            facts.append(.init(name: "\(name.prefix(64)) nodes", value: count))
        }
        let forests = compiler.operators.compactMap { ($0 as? ONNXTreeOperator)?.forest }
        guard !forests.isEmpty else { return facts }
        facts.append(.init(name: "trees", value: forests.reduce(0) { $0 + $1.roots.count }))
        facts.append(.init(name: "tree nodes", value: forests.reduce(0) { $0 + $1.mode.count }))
        facts.append(.init(name: "maximum depth", value: forests.reduce(0) { max($0, $1.depths.max() ?? 0) }))
        facts.append(.init(name: "has covers", value: 0))
        return facts
    }
}
