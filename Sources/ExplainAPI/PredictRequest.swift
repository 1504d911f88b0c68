public import ExplainCore

/// The body of `POST /v1/models/{model}:predict`.
public struct PredictRequest: Sendable, Equatable {
    /// The rows to predict, instances x features; never empty.
    public var instances: Matrix
    /// The scale of the predictions; nil for the model's own.
    public var space: OutputSpace?

    /// Reads a body.
    ///
    /// - Throws: ``Problem`` that names the place and the remedy.
    public init(_ body: [UInt8], decoder: RowDecoder) throws(Problem) {
        var space: OutputSpace?
        instances = try RequestReader.rows(body, decoder, members: ["parameters"]) {
            (_, reader) throws(Problem) in
            var parameters = ParameterReader(allowed: ["space"])
            while try parameters.next(&reader) != nil {
                space = try ParameterReader.choice(&reader, .unsupportedSpace) as OutputSpace
            }
        }
        self.space = space
    }
}
