import ExplainAPI
import ExplainCore

extension ServedModel {
    /// The model as its file has it: one output column where two classes are served and the file has one.
    var native: any Model { native(askedBy: RemoteCall()) }

    /// The same, asked on behalf of a caller.
    func native(askedBy call: RemoteCall) -> any Model {
        let model = model(askedBy: call)
        guard let view = model as? TwoClassModel, !view.answersBoth else { return model }
        return view.model
    }

    /// How answers name the model.
    var reference: ModelReference { ModelReference(name: name, version: version, digest: digest) }

    /// The space of the model's own answer: a probability or a label where it has one, the margin otherwise.
    var responseSpace: OutputSpace {
        for space in [OutputSpace.probability, .label] where native.outputCount(in: space) != nil { return space }
        return .margin
    }

    /// The outputs that a request selects; without a selection the default one.
    ///
    /// - Throws: ``Problem`` that names the outputs there are.
    func outputs(_ requested: OutputSelection?, space: OutputSpace) throws(Problem) -> [OutputReference] {
        let names = outputNames(in: space)
        let indices: [Int]
        switch requested {
        case nil: indices = [defaultOutput]
        case .all: indices = Array(names.indices)
        case .index(let index): indices = [index]
        case .name(let name): indices = names.firstIndex(of: name).map { [$0] } ?? []
        }
        guard !indices.isEmpty, indices.allSatisfy(names.indices.contains) else {
            throw Problem(
                .unknownOutput,
                detail: "Model \(name) has no such output; it has \(names.joined(separator: ", ")), numbered from 0.",
                field: "parameters.output")
        }
        return indices.map { OutputReference(index: $0, name: names[$0]) }
    }
}
