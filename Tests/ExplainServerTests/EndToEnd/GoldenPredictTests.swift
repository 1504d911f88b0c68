import ExplainCore
import Foundation
import Testing

/// `POST :predict` of the real binary answers what the native libraries answered, ten cases a model format.
@Suite struct GoldenPredictTests {
    /// Cases of one folder of `Fixtures/golden/models`.
    struct Family: Sendable, CustomTestStringConvertible {
        /// The folder.
        let folder: String
        let cases: [String]
        /// Whether margins are float32 numbers that must be equal to the bit.
        let hasFloatMargins: Bool
        /// Whether columns are float32.
        let hasFloatInputs: Bool
        var testDescription: String { folder }
    }

    static let families = [
        Family(
            folder: "xgboost",
            cases: [
                "reg_squarederror_json", "reg_squarederror_ubj", "multi_softprob_parallel", "dart", "multi_output_tree",
                "rf_parallel8", "old_176_cat_json", "obj_12_survival_aft", "old_176_multi_json", "old_313_mot_json",
            ], hasFloatMargins: true, hasFloatInputs: true),
        Family(
            folder: "lightgbm",
            cases: [
                "regression_nan", "regression_zero_as_missing", "regression_missing_none", "multiclass",
                "old_335_binary_cat",
                "rf_binary", "rf_multiclass", "binary_crlf", "linear_tree", "obj_poisson",
            ], hasFloatMargins: false, hasFloatInputs: false),
        Family(
            folder: "catboost",
            cases: [
                "binary_logloss", "multiclass", "multiclass_ova", "multirmse", "rmse_uncertainty", "regression_nan_min",
                "regression_no_nan_in_training", "depthwise_nonsymmetric", "lossguide_nonsymmetric",
                "lossguide_multiclass",
            ], hasFloatMargins: false, hasFloatInputs: true),
    ]

    @Test(arguments: families)
    func margins(family: Family) throws {
        let repository = try ScratchFolder.make("explaind-models")
        defer { try? FileManager.default.removeItem(at: repository) }
        var goldens: [String: JSONValue] = [:]
        for name in family.cases {
            goldens[name] = try place(name, of: family, in: repository)
        }
        #expect(goldens.count == 10)
        let server = try ServerProcess(models: repository)
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        for (name, golden) in goldens {
            let rows = try #require(golden["rows"]?.asArray)
            let margins = try #require(golden["expected"]?["margin"]?.asArray)
            // JSON has no infinities, and what float32 reads as one is refused; every other row goes over the wire.
            let finite = rows.indices.filter { Self.isFinite(rows[$0], hasFloats: family.hasFloatInputs) }
            try #require(finite.count > rows.count / 2)
            let answers = try client.predict(name, finite.map { rows[$0] }, space: "margin")
            try #require(answers.count == finite.count)
            for (index, answer) in zip(finite, answers) {
                let got = (answer.asArray ?? [answer]).map { $0.asDouble ?? .nan }
                let wanted = (margins[index].asArray ?? [margins[index]]).map { $0.asDouble ?? .nan }
                try #require(got.count == wanted.count)
                // One number a row for one output, an array for several.
                #expect((answer.asArray == nil) == (wanted.count == 1))
                for (left, right) in zip(got, wanted) {
                    let isEqual =
                        family.hasFloatMargins
                        ? Float(left).bitPattern == Float(right).bitPattern : left.bitPattern == right.bitPattern
                    #expect(isEqual, "\(name), row \(index): \(left) is not \(right)")
                }
            }
            try outputs(name, golden, finite, family, client)
        }
        #expect(server.terminate() == 0)
    }

    private static func isFinite(_ row: JSONValue, hasFloats: Bool) -> Bool {
        (row.asArray ?? []).allSatisfy { cell in
            if ["inf", "-inf"].contains(cell.asString) { return false }
            return !hasFloats || abs(cell.asDouble ?? 0) <= Double(Float.greatestFiniteMagnitude)
        }
    }

    /// The outputs, where the model has a link: within 4 float32 ulp of XGBoost's, which has float32 links, and 1e-15 of others.
    private func outputs(
        _ name: String, _ golden: JSONValue, _ rows: [Int], _ family: Family, _ client: TestClient
    ) throws {
        let report = try JSONValue.parse(try client.request("GET", "/v1/models/\(name)").body)
        guard let spaces = report["spaces"]?.asArray?.compactMap(\.asString), spaces.contains("probability") else {
            return
        }
        let all = try #require(golden["rows"]?.asArray)
        let outputs = try #require(golden["expected"]?["output"]?.asArray)
        let answers = try client.predict(name, rows.map { all[$0] }, space: "probability")
        try #require(answers.count == rows.count)
        for (index, answer) in zip(rows, answers) {
            let got = (answer.asArray ?? [answer]).map { $0.asDouble ?? .nan }
            var wanted = (outputs[index].asArray ?? [outputs[index]]).map { $0.asDouble ?? .nan }
            // Where one score stands for two classes, the answer is that of the second.
            if got.count == 1, wanted.count == 2 { wanted.removeFirst() }
            try #require(got.count == wanted.count, "\(name)")
            for (left, right) in zip(got, wanted) {
                let allowed = family.hasFloatMargins ? 4 * Double(Float(right).ulp) : 1e-15 * abs(right)
                #expect(abs(left - right) <= allowed, "\(name), row \(index): \(left), \(right)")
            }
        }
    }

    /// Makes a model's folder with the file alone in it.
    private func place(_ name: String, of family: Family, in repository: URL) throws -> JSONValue {
        let folder = Repository.fixture("golden/models/\(family.folder)")
        let golden = try JSONValue.parse(Array(Data(contentsOf: folder.appendingPathComponent("\(name).case.json"))))
        let file = try #require(golden["model"]?.asString)
        let target = repository.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: folder.appendingPathComponent(file), to: target.appendingPathComponent(file))
        try Data(#"{"model": {"file": "\#(file)"}}"#.utf8).write(to: target.appendingPathComponent("explain.json"))
        return golden
    }
}
