/// A graph that is one tree ensemble on the inputs themselves.
struct ONNXTreeModel {
    let file: LoadedModelFile

    /// The model of `outputs`; nil when the graph computes more.
    init?(
        _ graph: ONNXGraph, _ compiler: ONNXCompiler, _ inputs: ONNXInputs, _ trace: ONNXTrace, _ outputs: ONNXOutputs
    ) {
        guard let margins = outputs.margins, let index = margins.node,
            let source = graph.nodes[index].inputs.first.flatMap({ trace.values[$0] }),
            let trees = compiler.operators[index] as? ONNXTreeOperator,
            let model = Self.ensemble(trees, source, margins.link, inputs.count)
        else { return nil }
        var notes = ["No exporter to ONNX writes covers, so path-dependent values are not available."]
        if let note = Self.missingNote(graph, trees) { notes.append(note) }
        var file = LoadedModelFile(
            model: model, outputNames: outputs.classes ?? trees.scores.labels?.names, acceptsMissing: true, notes: notes
        )
        file.answersBothClasses = file.outputNames?.count == 2
        self.file = file
    }

    private static func ensemble(
        _ trees: ONNXTreeOperator, _ source: ONNXTrace.Columns, _ link: Link, _ featureCount: Int
    ) -> TreeEnsemble? {
        guard source.type == .float else { return nil }
        let forest = trees.scores.secondClass == .negation && link == .identity ? trees.forest.mirrored() : trees.forest
        return forest.ensemble(mapping: source.columns, featureCount: featureCount, link: link)
    }

    /// skl2onnx writes the forests of scikit-learn without the way of missing values.
    private static func missingNote(_ graph: ONNXGraph, _ trees: ONNXTreeOperator) -> String? {
        guard graph.producer == "skl2onnx", !trees.forest.missingIsTrue.contains(true) else { return nil }
        return "skl2onnx leaves out which way missing values go in random forests and gradient boosting: "
            + "give expected rows with missing values, or none at all."
    }
}
