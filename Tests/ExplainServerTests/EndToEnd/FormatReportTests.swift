import ExplainCore
import Foundation
import Testing

/// What a server says of a model of each format, and that `expected` rows decide whether it is served.
@Suite struct FormatReportTests {
    /// A golden case, and the facts that its file holds.
    struct Format: Sendable, CustomTestStringConvertible {
        let folder: String
        let name: String
        let format: String
        var objective: String?
        let trees: Int
        let nodes: Int
        let depth: Int
        var hasCovers = true
        var outputs = ["output"]
        var spaces = ["margin"]
        var testDescription: String { format }
    }

    static let formats = [
        Format(
            folder: "xgboost", name: "reg_squarederror_json", format: "xgboost-json", objective: "reg:squarederror",
            trees: 12, nodes: 336, depth: 4),
        Format(
            folder: "xgboost", name: "reg_squarederror_ubj", format: "xgboost-ubjson", objective: "reg:squarederror",
            trees: 12, nodes: 336, depth: 4),
        Format(
            folder: "lightgbm", name: "regression_nan", format: "lightgbm-text", objective: "regression", trees: 10,
            nodes: 150, depth: 5),
        Format(
            folder: "catboost", name: "multiclass", format: "catboost-json", objective: "MultiClass", trees: 6,
            nodes: 90, depth: 3, outputs: ["hi", "lo", "mid"], spaces: ["margin", "probability", "label"]),
        Format(
            folder: "onnx", name: "hist_gb_regressor_nan", format: "onnx", trees: 8, nodes: 120, depth: 5,
            hasCovers: false),
    ]

    @Test func reportsAndExpectedRows() throws {
        let repository = try ScratchFolder.make("explaind-models")
        defer { try? FileManager.default.removeItem(at: repository) }
        for format in Self.formats {
            try place(format, in: repository, shift: 0)
            try place(format, in: repository, shift: 0.25)
        }
        let server = try ServerProcess(models: repository)
        let client = try TestClient(port: server.port)
        for format in Self.formats {
            let response = try client.request("GET", "/v1/models/\(format.format)")
            try #require(response.status == 200)
            check(try JSONValue.parse(response.body), format)
            let shown = try CommandLineRun(["models", "show", format.format], url: "http://127.0.0.1:\(server.port)")
            #expect(shown.status == 0)
            let words = shown.output.split { $0 == " " || $0 == "\n" }
            for word in [format.format, "tree", "trees", "\(format.trees)", "nodes", "\(format.nodes)", "has_covers"] {
                #expect(words.contains { $0 == word }, "\(word): \(shown.output)")
            }
        }
        let list = try JSONValue.parse(try client.request("GET", "/v1/models").body)
        let failures = try #require(list["failures"]?.asArray)
        #expect(failures.count == Self.formats.count)
        for format in Self.formats {
            let failure = failures.first { $0["model"]?.asString == "\(format.format)-wrong" }
            let message = failure?["message"]?.asString ?? ""
            #expect(
                message.hasPrefix("explain.json: expected[1]: got ") && message.contains(", expected "), "\(message)")
        }
        #expect(server.terminate() == 0)
    }

    private func check(_ report: JSONValue, _ format: Format) {
        #expect(report["format"]?.asString == format.format)
        #expect(report["kind"]?.asString == "tree ensemble")
        #expect(report["objective"]?.asString == format.objective)
        #expect(report["structure"]?["trees"]?.asInt == format.trees)
        #expect(report["structure"]?["nodes"]?.asInt == format.nodes, "\(format)")
        #expect(report["structure"]?["maximum_depth"]?.asInt == format.depth)
        #expect(report["structure"]?["has_covers"]?.asInt == (format.hasCovers ? 1 : 0))
        #expect(report["outputs"]?.asArray?.compactMap(\.asString) == format.outputs)
        #expect(report["spaces"]?.asArray?.compactMap(\.asString) == format.spaces)
        #expect(report["accepts_missing"]?.asBool == true)
        #expect(report["expected_checked"]?.asInt == 2)
    }

    /// Writes a model's folder with two golden rows as expected ones; `shift` makes the second one wrong.
    private func place(_ format: Format, in repository: URL, shift: Double) throws {
        let folder = Repository.fixture("golden/models/\(format.folder)")
        let file = folder.appendingPathComponent("\(format.name).case.json")
        let golden = try JSONValue.parse(Array(Data(contentsOf: file)))
        let model = try #require(golden["model"]?.asString)
        let target = repository.appendingPathComponent(format.format + (shift == 0 ? "" : "-wrong"))
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: folder.appendingPathComponent(model), to: target.appendingPathComponent("model"))
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("model")
        writer.value(.object([JSONMember("file", .string("model"))]))
        writer.key("expected")
        writer.beginArray()
        let known = golden["expected"]?["margin"] ?? golden["expected"]?["variable"]
        for row in 0..<2 {
            let output = try #require(known?[row])
            let numbers = (output.asArray ?? [output]).map { ($0.asDouble ?? .nan) + (row == 1 ? shift : 0) }
            writer.beginObject()
            writer.key("row")
            writer.value(try #require(golden["rows"]?[row]))
            writer.key("output")
            writer.value(.array(numbers.map { .number(JSONNumber($0)) }))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        try Data(writer.bytes).write(to: target.appendingPathComponent("explain.json"))
    }
}
