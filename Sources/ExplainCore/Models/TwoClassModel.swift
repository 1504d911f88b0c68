/// A model with one output column, seen as two classes: output 1 is the model's own column, output 0 its complement.
///
/// In margin space the complement is the negated log-odds, in probability space 1 - p; so it is in margin space, too, where
/// the margins are probabilities already.
public struct TwoClassModel: Model {
    /// The model behind, with one output column.
    public let model: any Model

    /// Whether the margins are probabilities.
    private let hasProbableMargins: Bool

    /// Whether predictions are those of both classes, as the model's file has them, rather than of the second alone.
    public let answersBoth: Bool

    /// Creates the view; `model` must have one output column in margin and probability space.
    public init(_ model: any Model, answersBoth: Bool = false) {
        precondition(Self.applies(to: model), "a two-class view needs a model with one probability")
        self.model = model
        self.answersBoth = answersBoth
        hasProbableMargins = Self.hasProbableMargins(model)
    }

    /// Whether the margins of `model` are probabilities.
    static func hasProbableMargins(_ model: any Model) -> Bool {
        let link = (model as? TreeEnsemble)?.link ?? (model as? LinearModel)?.link
        return link == .probability
    }

    /// Whether `model` answers with one probability.
    public static func applies(to model: any Model) -> Bool {
        model.outputCount(in: .probability) == 1 && [1, nil].contains(model.outputCount(in: .margin))
    }

    /// The number of input columns of the model behind.
    public var featureCount: Int { model.featureCount }

    /// What one row costs the model behind.
    public var operationsPerRow: Int { model.operationsPerRow }

    /// The batch the model behind handles best.
    public var preferredBatchRows: Int { model.preferredBatchRows }

    /// The largest input of the model behind.
    public var largestInput: Double { model.largestInput }

    /// What the model behind reads.
    public func reading(_ input: Double) -> Double { model.reading(input) }

    /// The structure of the model behind.
    public var structure: ModelStructure { model.structure }

    /// Two in margin and probability space where the model offers them; labels are not offered.
    public func outputCount(in space: OutputSpace) -> Int? {
        switch space {
        case .margin, .probability: model.outputCount(in: space).map { _ in 2 }
        case .label: nil
        }
    }

    /// Predicts both classes from one pass of the model behind.
    ///
    /// - Throws: ``ModelError`` as the model behind does.
    public func predict(
        _ rows: Span<Double>, space: OutputSpace, into outputs: inout MutableSpan<Double>
    ) throws(ModelError) {
        guard outputCount(in: space) != nil else { throw .spaceNotOffered(space) }
        var single = [Double](repeating: 0, count: outputs.count / 2)
        var span = single.mutableSpan
        try model.predict(rows, space: space, into: &span)
        Self.write(single, isComplement: isComplement(space), into: &outputs)
    }

    /// Whether the two outputs add up to 1, and not to 0.
    private func isComplement(_ space: OutputSpace) -> Bool { space != .margin || hasProbableMargins }

    private static func write(_ single: [Double], isComplement: Bool, into outputs: inout MutableSpan<Double>) {
        for (row, value) in single.enumerated() {
            outputs[2 * row] = isComplement ? 1 - value : -value
            outputs[2 * row + 1] = value
        }
    }

    /// The faster way of the model behind.
    public func hybridPredictor(
        instance: [Double], background: [Double], space: OutputSpace
    ) -> (any HybridPredictor)? {
        guard outputCount(in: space) != nil else { return nil }
        return model.hybridPredictor(instance: instance, background: background, space: space)
            .map { Hybrid(predictor: $0, isComplement: isComplement(space)) }
    }

    private struct Hybrid: HybridPredictor {
        let predictor: any HybridPredictor
        let isComplement: Bool

        func predict(_ pieces: [HybridPiece], into outputs: inout MutableSpan<Double>) throws(ModelError) {
            var single = [Double](repeating: 0, count: outputs.count / 2)
            var span = single.mutableSpan
            try predictor.predict(pieces, into: &span)
            TwoClassModel.write(single, isComplement: isComplement, into: &outputs)
        }
    }
}
