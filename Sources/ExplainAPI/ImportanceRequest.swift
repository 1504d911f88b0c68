public import ExplainCore

/// The body of `POST /v1/models/{model}:importance`.
public struct ImportanceRequest: Sendable, Equatable {
    /// The rows, instances x features; at least two.
    public var instances: Matrix
    /// One label a row.
    public var labels: ImportanceLabels
    /// How to measure.
    public var parameters: ImportanceParameters

    /// Reads a body.
    ///
    /// - Throws: ``Problem`` that names the place and the remedy.
    public init(_ body: [UInt8], decoder: RowDecoder) throws(Problem) {
        var parameters = ImportanceParameters()
        var labels: ImportanceLabels?
        instances = try RequestReader.rows(body, decoder, members: ["labels", "parameters"]) {
            (member, reader) throws(Problem) in
            if member == "labels" {
                labels = try ImportanceLabels(reading: &reader)
            } else {
                parameters = try ImportanceParameters(reading: &reader)
            }
        }
        guard let labels else {
            throw Problem(
                .invalidLabels, detail: "The body has no \"labels\"; give an array with one label a row.",
                field: "labels")
        }
        guard labels.count == instances.rows else {
            throw Problem(
                .invalidLabels,
                detail: "There are \(labels.count) labels for \(instances.rows) rows; give one label a row.",
                field: "labels")
        }
        guard instances.rows > 1 else {
            throw Problem(
                .unsuitableData, detail: "One row cannot be shuffled; give at least two rows.", field: "instances")
        }
        self.labels = labels
        self.parameters = parameters
    }
}
