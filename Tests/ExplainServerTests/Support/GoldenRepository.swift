import ExplainCore
import Foundation
import Testing

/// Golden explanation cases as folders of a model repository, so that a real server can load them.
struct GoldenRepository {
    /// A case with an enumeration block.
    struct Case: Sendable, CustomTestStringConvertible {
        /// The folder in `Fixtures/golden/explanations`.
        let name: String
        /// The model's file in that folder.
        let file: String
        /// The space the block was made in.
        let space: String
        var testDescription: String { name }
    }

    /// Every case whose enumeration block a model format of this version can answer.
    static let enumerationCases = [
        Case(name: "xgb_reg", file: "model.json", space: "margin"),
        Case(name: "skl_linear", file: "model.plain.json", space: "margin"),
        Case(name: "skl_logit", file: "model.plain.json", space: "probability"),
        Case(name: "skl_softmax", file: "model.plain.json", space: "probability"),
        Case(name: "skl_mlp_reg", file: "model.plain.json", space: "margin"),
        Case(name: "skl_mlp_bin", file: "model.plain.json", space: "probability"),
    ]

    let folder: URL

    /// Writes one folder a case: the model as it is, the golden background, and the block's groups of features.
    init() throws {
        folder = try ScratchFolder.make("explaind-models")
        for golden in Self.enumerationCases {
            let source = Repository.fixture("golden/explanations/\(golden.name)")
            let target = folder.appendingPathComponent(golden.name)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: source.appendingPathComponent(golden.file), to: target.appendingPathComponent("model.json"))
            let data = try JSONValue.parse(Array(Data(contentsOf: source.appendingPathComponent("data.json"))))
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("features")
            writer.value(data["features"] ?? .null)
            writer.key("rows")
            writer.value(data["background"] ?? .null)
            writer.endObject()
            try Data(writer.bytes).write(to: target.appendingPathComponent("background.json"))
            let features = try Self.features(data, Data(contentsOf: source.appendingPathComponent("expected.json")))
            try Data(
                """
                {"model": {"file": "model.json"}, "backgrounds": {"default": "background.json"},
                 "features": [\(features.joined(separator: ", "))]}
                """.utf8
            ).write(to: target.appendingPathComponent("explain.json"))
        }
    }

    /// The settings of each feature, with the group that it is in.
    private static func features(_ data: JSONValue, _ expected: Data) throws -> [String] {
        let names = try #require(data["features"]?.asArray).compactMap(\.asString)
        let block = try #require(try JSONValue.parse(Array(expected))["enumeration_instance0"])
        let groups = try #require(block["groups"]?.asArray).map { ($0.asArray ?? []).compactMap(\.asInt) }
        return try names.indices.map { column in
            let group = try #require(groups.firstIndex { $0.contains(column) })
            return #"{"name": "\#(names[column])", "group": "group \#(group)"}"#
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
