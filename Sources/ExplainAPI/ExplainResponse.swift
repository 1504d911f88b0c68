public import ExplainCore

/// The answer to `:explain`, and the result of an explain job.
public struct ExplainResponse: Sendable, Equatable {
    /// What the model answers for each instance, one number an output.
    public var predictions: [[Double]]
    /// The explanations of each instance, one an explained output.
    public var explanations: [[ExplanationDocument]]
    /// The job that refines the answer, or why there is none, where one was asked for.
    public var refinement: Result<JobReference, Problem>?

    /// Creates a response.
    public init(
        predictions: [[Double]], explanations: [[ExplanationDocument]],
        refinement: Result<JobReference, Problem>? = nil
    ) {
        self.predictions = predictions
        self.explanations = explanations
        self.refinement = refinement
    }

    /// Writes an object; an instance with one explanation has an object, one with several an array of them.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("predictions")
        writer.predictions(predictions)
        writer.key("explanations")
        writer.beginArray()
        for outputs in explanations { encode(outputs, into: &writer) }
        writer.endArray()
        switch refinement {
        case nil: break
        case .success(let job):
            writer.key("job")
            job.encode(into: &writer)
        case .failure(let problem):
            writer.key("job_error")
            writer.beginObject()
            writer.member("code", problem.code.rawValue)
            writer.member("detail", problem.detail)
            writer.endObject()
        }
        writer.endObject()
    }

    private func encode(_ outputs: [ExplanationDocument], into writer: inout JSONWriter) {
        if outputs.count == 1, let only = outputs.first { return only.encode(into: &writer) }
        writer.beginArray()
        for output in outputs { output.encode(into: &writer) }
        writer.endArray()
    }
}
