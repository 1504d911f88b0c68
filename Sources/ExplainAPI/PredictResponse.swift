public import ExplainCore

/// The answer to `:predict`.
public struct PredictResponse: Sendable, Equatable {
    /// What the model answers for each instance, one number an output.
    public var predictions: [[Double]]

    /// Creates a response.
    public init(predictions: [[Double]]) {
        self.predictions = predictions
    }

    /// Writes an object.
    public func encode(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("predictions")
        writer.predictions(predictions)
        writer.endObject()
    }
}
