public import ExplainCore

/// The body of `POST /v1/models/{model}:explain`.
public struct ExplainRequest: Sendable, Equatable {
    /// The rows to explain, instances x features; never empty.
    public var instances: Matrix
    /// How to explain them.
    public var parameters: ExplainParameters

    /// Reads a body.
    ///
    /// - Throws: ``Problem`` that names the place and the remedy.
    public init(_ body: [UInt8], decoder: RowDecoder) throws(Problem) {
        var parameters = ExplainParameters()
        instances = try RequestReader.rows(body, decoder, members: ["parameters"]) {
            (_, reader) throws(Problem) in
            parameters = try ExplainParameters(reading: &reader)
        }
        self.parameters = parameters
    }
}
