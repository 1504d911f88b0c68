public import ExplainCore

/// An explanation of one output for one instance, with all that is needed to compute it again.
///
/// The members carry SHAP's names, so that they go into `shap.Explanation` as they are.
public struct ExplanationDocument: Sendable, Equatable {
    /// The confidence of the interval that standard errors stand for.
    public static let confidence = 0.95

    /// The identifier, `ex_` and a ULID.
    public var id: String
    /// The model.
    public var model: ModelReference
    /// The output.
    public var output: OutputReference
    /// The attributions.
    public var explanation: Explanation
    /// The players' names, one a value.
    public var features: [String]
    /// The instance, one entry a player.
    public var data: [JSONValue]
    /// The reference rows; nil where the method uses none.
    public var background: BackgroundReference?
    /// The seed, whether the caller chose it or not.
    public var seed: UInt64
    /// The version of the program.
    public var engine: String
    /// Where it came from.
    public var cache: CacheState
    /// Whether the caller's deadline cut the sampling short.
    public var isCut: Bool

    /// Creates a document; features and data have one entry a value.
    public init(
        id: String, model: ModelReference, output: OutputReference, explanation: Explanation, features: [String],
        data: [JSONValue], background: BackgroundReference?, seed: UInt64, engine: String, cache: CacheState,
        isCut: Bool = false
    ) {
        precondition(features.count == explanation.values.count, "one name a value")
        precondition(data.count == explanation.values.count, "one datum a value")
        self.id = id
        self.model = model
        self.output = output
        self.explanation = explanation
        self.features = features
        self.data = data
        self.background = background
        self.seed = seed
        self.engine = engine
        self.cache = cache
        self.isCut = isCut
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", id)
        writer.key("model")
        model.encode(into: &writer)
        writer.member("method", explanation.method.rawValue)
        if let estimator = explanation.estimator { writer.member("estimator", estimator.rawValue) }
        // Shapley values are what a reader expects.
        if explanation.index != .shapley { writer.member("index", explanation.index.rawValue) }
        writer.member("exact", explanation.isExact)
        writer.key("output")
        output.encode(into: &writer)
        writer.member("space", explanation.space.rawValue)
        encodeValues(into: &writer)
        encodeCost(into: &writer)
        if let background {
            writer.key("background")
            background.encode(into: &writer)
        }
        writer.member("seed", seed)
        writer.member("engine", engine)
        writer.member("cache", cache.rawValue)
        writer.endObject()
    }

    private func encodeValues(into writer: inout JSONWriter) {
        writer.member("base_value", finite: explanation.baseValue)
        writer.member("prediction", finite: explanation.prediction)
        writer.key("features")
        writer.strings(features)
        writer.key("data")
        writer.value(.array(data))
        writer.key("values")
        writer.doublesOrNull(explanation.values)
        if let interactions = explanation.interactions {
            writer.key("interactions")
            writer.rows(interactions)
        }
        guard let errors = explanation.standardErrors else {
            // Nobody should have to notice that a member is absent from an estimate.
            if !explanation.isExact {
                writer.key("standard_errors")
                writer.null()
            }
            return
        }
        writer.key("standard_errors")
        writer.doublesOrNull(errors)
        writer.member("confidence", Self.confidence)
    }

    private func encodeCost(into writer: inout JSONWriter) {
        writer.member("converged", explanation.converged)
        if isCut { writer.member("cut_by_deadline", true) }
        writer.member("evaluations", explanation.evaluations)
        writer.member("model_rows", explanation.modelRows)
        writer.member("additivity_residual", finite: explanation.additivityResidual)
        if let fit = explanation.fit { writer.member("fit", finite: fit) }
    }
}
