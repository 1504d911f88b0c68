import ExplainCore

@testable import ExplainServer

/// Remote models without a repository.
enum RemoteFixture {
    /// Settings for a server.
    static func settings(
        _ url: String, _ wireProtocol: RemoteProtocol = .openInference,
        change: (inout RemoteSettings) -> Void = { _ in }
    ) throws -> RemoteSettings {
        var settings = RemoteSettings(wireProtocol: wireProtocol, url: try PeerURL(url))
        settings.name = "m"
        change(&settings)
        return settings
    }

    static func schema(_ names: [String] = ["a", "b"]) throws -> FeatureSchema {
        try FeatureSchema(names.map { Feature(name: $0, isNullable: true) })
    }

    /// A model that has passed its probe.
    static func model(
        _ target: RemoteTarget, features: [String] = ["a", "b"], outputs: Int = 1, space: OutputSpace = .margin
    ) throws -> RemoteModel {
        target.admit(.passed(outputs: outputs, notes: []))
        return try unprobed(target, features: features, outputs: outputs, space: space)
    }

    /// A model that has not.
    static func unprobed(
        _ target: RemoteTarget, features: [String] = ["a", "b"], outputs: Int = 1, space: OutputSpace = .margin,
        rows: Matrix = Matrix(rows: 3, columns: 2, storage: [1.25, 2, 3, 4.5, 5, 6])
    ) throws -> RemoteModel {
        RemoteModel(
            target: target, schema: try schema(features), space: space, outputs: outputs,
            probe: RemoteProbe(rows: rows) { _ in nil })
    }

    /// What the model says of rows, or why it does not.
    static func outcome(_ model: RemoteModel, _ rows: [[Double]]) -> Result<[Double], ModelError> {
        let matrix = Matrix(rows: rows.count, columns: model.featureCount, storage: rows.flatMap(\.self))
        do throws(ModelError) {
            return .success(try model.predict(matrix, space: model.space).storage)
        } catch {
            return .failure(error)
        }
    }

    /// The answer for one row, in the space the model has.
    static func predict(_ served: ServedModel, _ row: [Double]) -> [Double]? {
        try? served.model.predict(Matrix(rows: 1, columns: row.count, storage: row), space: served.space).storage
    }
}
