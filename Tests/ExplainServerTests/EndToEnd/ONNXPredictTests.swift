import ExplainCore
import Foundation
import Testing

/// `POST :predict` and `:explain` of the real binary on ONNX files, text columns included.
@Suite struct ONNXPredictTests {
    static let cases = [
        "columntransformer_ohe_lr", "columntransformer_ordinal_rf", "gb_classifier_multi",
        "hist_gb_classifier_binary_nan", "imputer_mean", "lightgbm_via_onnxmltools", "mlp_regressor_relu",
        "rf_classifier_binary", "torch_mlp_gemm_bn", "zipmap_default",
    ]

    /// Texts that the encoders do not know stand after those that they do.
    private static let features = #"""
        , "features": [{"name": "age", "nullable": true}, {"name": "income", "nullable": true},
        {"name": "job", "type": "category", "categories": ["clerk", "ing\u00e9nieur", "nurse", "unknown-job"]},
        {"name": "region", "type": "category", "categories": ["E", "N", "S", "W", "??"]}]
        """#

    @Test func scoresAreThoseOfOnnxruntime() throws {
        let repository = try ScratchFolder.make("explaind-models")
        defer { try? FileManager.default.removeItem(at: repository) }
        var goldens: [String: JSONValue] = [:]
        for name in Self.cases { goldens[name] = try place(name, in: repository) }
        let server = try ServerProcess(models: repository)
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        for (name, golden) in goldens {
            let all = try #require(golden["rows"]?.asArray)
            // Settings have no empty category, and JSON no infinity.
            let sent = all.indices.filter { !Self.isLeftOut(all[$0]) }
            try #require(sent.count > all.count / 2)
            let scores = golden["outputs"]?.asArray?.last { $0.asArray?[1].asString?.contains("float") ?? false }
            let expected = try #require(golden["expected"]?[scores?.asArray?[0].asString ?? ""]?.asArray)
            let isRegression = name.hasPrefix("mlp_regressor") || name.hasPrefix("lightgbm")
            let answers = try client.predict(
                name, sent.map { all[$0] }, space: isRegression ? "margin" : "probability")
            try #require(answers.count == sent.count)
            for (index, answer) in zip(sent, answers) {
                let got = (answer.asArray ?? [answer]).map { $0.asDouble ?? .nan }
                let wanted = (expected[index].asArray ?? [expected[index]]).map { $0.asDouble ?? .nan }
                // One number a row for one output, an array for several.
                #expect((answer.asArray == nil) == (wanted.count == 1), "\(name)")
                try #require(got.count == wanted.count, "\(name)")
                for (left, right) in zip(got, wanted) {
                    #expect(abs(left - right) <= 2e-6 * abs(right), "\(name), row \(index): \(left) is not \(right)")
                }
            }
        }
        try explain(client)
        #expect(server.terminate() == 0)
    }

    /// Trees on the raw inputs are explained exactly, a pipeline on its raw columns.
    private func explain(_ client: TestClient) throws {
        let trees = try client.request(
            "POST", "/v1/models/hist_gb_classifier_binary_nan:explain", json: #"{"instances": [[0.5, null, 1, -1]]}"#)
        #expect(trees.status == 200)
        let exact = try JSONValue.parse(trees.body)["explanations"]?[0]
        #expect(exact?["method"]?.asString == "tree_shap", "\(String(decoding: trees.body, as: UTF8.self))")
        let pipeline = try client.request(
            "POST", "/v1/models/columntransformer_ohe_lr:explain",
            json: #"{"instances": [[30, null, "nurse", "N"]], "parameters": {"method": "exact"}}"#)
        #expect(pipeline.status == 200)
        let text = String(decoding: pipeline.body, as: UTF8.self)
        #expect(text.contains("enumeration") && text.contains("\"job\""), "\(text)")
        let refused = try client.request(
            "POST", "/v1/models/hist_gb_classifier_binary_nan:explain",
            json: #"{"instances": [[0.5, null, 1, -1]], "parameters": {"method": "tree_path_dependent"}}"#)
        #expect(refused.status == 422 && String(decoding: refused.body, as: UTF8.self).contains("cover"))
    }

    private static func isLeftOut(_ row: JSONValue) -> Bool {
        row.asArray?.contains { ["inf", "-inf", ""].contains($0.asString) } ?? false
    }

    private func place(_ name: String, in repository: URL) throws -> JSONValue {
        let folder = Repository.fixture("golden/models/onnx")
        let golden = try JSONValue.parse(Array(Data(contentsOf: folder.appendingPathComponent("\(name).case.json"))))
        let target = repository.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: folder.appendingPathComponent("\(name).onnx"), to: target.appendingPathComponent("model.onnx"))
        let more = name.hasPrefix("columntransformer") ? Self.features : ""
        try Data(#"{"model": {"file": "model.onnx"}\#(more)}"#.utf8)
            .write(to: target.appendingPathComponent("explain.json"))
        if name.hasPrefix("columntransformer") {
            try Data("age,income,job,region\n30,20000,clerk,N\n60,,nurse,S\n45,30000,unknown-job,E\n".utf8)
                .write(to: target.appendingPathComponent("background.csv"))
        } else if name.hasPrefix("hist_gb") {
            try Data("a,b,c,d\n0,0,0,0\n1,2,,4\n-1,0.5,1,2\n".utf8)
                .write(to: target.appendingPathComponent("background.csv"))
        }
        return golden
    }
}
