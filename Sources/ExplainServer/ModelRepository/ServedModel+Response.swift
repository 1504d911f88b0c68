import ExplainCore

extension ServedModel {
    /// The model as its file has it: one output column where two classes are served.
    var native: any Model { (model as? TwoClassModel)?.model ?? model }

    /// The space of the model's own answer: a probability or a label where it has one, the margin otherwise.
    var responseSpace: OutputSpace {
        for space in [OutputSpace.probability, .label] where native.outputCount(in: space) != nil { return space }
        return .margin
    }
}
