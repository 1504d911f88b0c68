import ExplainAPI
import ExplainCore
import Testing

@Suite struct ResponseTests {
    private let model = ModelReference(name: "credit", version: "3", digest: "sha256:00")

    private func text(_ encode: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        encode(&writer)
        return writer.text
    }

    private func document(_ explanation: Explanation, output: Int = 1) -> ExplanationDocument {
        ExplanationDocument(
            id: "ex_1", model: model, output: OutputReference(index: output, name: "default"), explanation: explanation,
            features: ["age", "housing"], data: [.number(JSONNumber(31.0)), .string("rent")],
            background: BackgroundReference(name: "approved", digest: "sha256:11", rows: 100), seed: .max,
            engine: "0.1.0", cache: .miss)
    }

    private var sampled: Explanation {
        Explanation(
            output: 0, values: [0.5, -2], standardErrors: [0.25, 0], baseValue: 1, prediction: -0.5, evaluations: 214,
            modelRows: 21_400, converged: true, method: .kernelSHAP, estimator: .leverage, space: .margin)
    }

    private var exact: Explanation {
        Explanation(
            output: 0, values: [0.5, -2], baseValue: 1, prediction: -0.5, evaluations: 4, modelRows: 400,
            converged: true, method: .enumeration, space: .probability)
    }

    @Test func writesSampledExplanations() {
        #expect(
            text { document(sampled).encode(into: &$0) }
                == "{\"id\":\"ex_1\",\"model\":{\"name\":\"credit\",\"version\":\"3\",\"digest\":\"sha256:00\"},"
                + "\"method\":\"kernel_shap\",\"estimator\":\"leverage\",\"exact\":false,"
                + "\"output\":{\"index\":1,\"name\":\"default\"},\"space\":\"margin\",\"base_value\":1,"
                + "\"prediction\":-0.5,\"features\":[\"age\",\"housing\"],\"data\":[31,\"rent\"],\"values\":[0.5,-2],"
                + "\"standard_errors\":[0.25,0],\"confidence\":0.95,\"converged\":true,\"evaluations\":214,"
                + "\"model_rows\":21400,\"additivity_residual\":0,"
                + "\"background\":{\"name\":\"approved\",\"digest\":\"sha256:11\",\"rows\":100},"
                + "\"seed\":18446744073709551615,\"engine\":\"0.1.0\",\"cache\":\"miss\"}")
    }

    @Test func leavesOutWhatExactExplanationsLack() throws {
        let value = try JSONValue.parse(Array(text { document(exact).encode(into: &$0) }.utf8))
        #expect(value["exact"]?.asBool == true)
        for absent in ["estimator", "standard_errors", "confidence", "fit", "index", "interactions"] {
            #expect(value[absent] == nil)
        }
    }

    /// An estimate that nobody can tell the error of says so.
    @Test func writesNullWhereAnEstimateHasNoStandardErrors() throws {
        var blind = sampled
        blind.standardErrors = nil
        blind.converged = false
        let text = text { document(blind).encode(into: &$0) }
        #expect(text.contains(#""values":[0.5,-2],"standard_errors":null,"converged":false,"evaluations":214"#))
    }

    @Test func writesIndexAndInteractionsWhereThereAreAny() throws {
        var explanation = exact
        explanation.index = .banzhaf
        explanation.interactions = Matrix(rows: 2, columns: 2, storage: [0.75, -0.25, -0.25, -1.75])
        let text = text { document(explanation).encode(into: &$0) }
        #expect(text.contains(#""method":"enumeration","index":"banzhaf","exact":true"#))
        #expect(text.contains(#""values":[0.5,-2],"interactions":[[0.75,-0.25],[-0.25,-1.75]],"converged""#))
    }

    @Test func writesNullWhereAnExplanationIsNotFinite() throws {
        var broken = exact
        broken.values = [.nan, .infinity]
        broken.baseValue = -.infinity
        broken.fit = .nan
        broken.standardErrors = [.nan, 1]
        let value = try JSONValue.parse(Array(text { document(broken).encode(into: &$0) }.utf8))
        #expect(value["values"] == .array([.null, .null]))
        #expect(value["base_value"] == .null)
        #expect(value["fit"] == .null)
        #expect(value["standard_errors"]?[0] == .null)
    }

    @Test func writesOneObjectAnInstanceOrAnArrayOfOutputs() throws {
        let single = ExplainResponse(
            predictions: [[0.25]], explanations: [[document(exact)]], refinement: .success(JobReference(id: "jb_1")))
        let value = try JSONValue.parse(Array(text { single.encode(into: &$0) }.utf8))
        #expect(value["predictions"] == .array([.number(JSONNumber(0.25))]))
        #expect(value["explanations"]?[0]?["id"]?.asString == "ex_1")
        #expect(value["job"]?["href"]?.asString == "/v1/jobs/jb_1")
        let several = ExplainResponse(
            predictions: [[0.25, 0.75]], explanations: [[document(exact, output: 0), document(exact)]])
        let nested = try JSONValue.parse(Array(text { several.encode(into: &$0) }.utf8))
        #expect(nested["predictions"]?[0]?.asArray?.count == 2)
        #expect(nested["explanations"]?[0]?[1]?["output"]?["index"]?.asInt == 1)
        #expect(nested["job"] == nil)
    }

    @Test func writesPredictions() {
        #expect(
            text { PredictResponse(predictions: [[0.5], [.nan], [1, 2]]).encode(into: &$0) }
                == "{\"predictions\":[0.5,null,[1,2]]}")
    }

    @Test func writesJobs() {
        let queued = JobDocument(
            id: "jb_1", kind: "explain", model: "credit", status: "queued", progress: .init(done: 0, total: 0),
            attempts: 0, createdAt: "2026-11-20T09:00:00.000Z")
        #expect(
            text { queued.encode(into: &$0) }
                == "{\"id\":\"jb_1\",\"kind\":\"explain\",\"model\":\"credit\",\"status\":\"queued\","
                + "\"progress\":{\"done\":0,\"total\":0,\"fraction\":0},\"attempts\":0,"
                + "\"created_at\":\"2026-11-20T09:00:00.000Z\"}")
        let failed = JobDocument(
            id: "jb_2", kind: "importance", model: "credit", status: "failed",
            progress: .init(done: 1, total: 4, etaSeconds: 1.5), attempts: 3, createdAt: "a", startedAt: "b",
            finishedAt: "c", failure: .init(code: "model_failed", detail: "No."), hasResult: true)
        #expect(
            text { JobListDocument(jobs: [failed], nextCursor: "n").encode(into: &$0) }
                == "{\"jobs\":[{\"id\":\"jb_2\",\"kind\":\"importance\",\"model\":\"credit\",\"status\":\"failed\","
                + "\"progress\":{\"done\":1,\"total\":4,\"fraction\":0.25,\"eta_seconds\":1.5},\"attempts\":3,"
                + "\"created_at\":\"a\",\"started_at\":\"b\",\"finished_at\":\"c\","
                + "\"error\":{\"code\":\"model_failed\",\"detail\":\"No.\"},\"result\":\"/v1/jobs/jb_2/result\"}],"
                + "\"next_cursor\":\"n\"}")
    }

    @Test func writesImportances() {
        let response = ImportanceResponse(
            model: model, output: OutputReference(index: 0, name: "y"), space: .margin, metric: .r2, baseline: 0.5,
            importances: [
                .init(feature: "age", mean: 0.25, standardDeviation: 0.125, interval: 0...0.5),
                .init(feature: "b", mean: 0),
            ], repeats: 5, rows: 10, seed: 7, engine: "0.1.0")
        #expect(
            text { response.encode(into: &$0) }
                == "{\"model\":{\"name\":\"credit\",\"version\":\"3\",\"digest\":\"sha256:00\"},"
                + "\"output\":{\"index\":0,\"name\":\"y\"},\"space\":\"margin\",\"metric\":\"r2\",\"baseline\":0.5,"
                + "\"importances\":[{\"feature\":\"age\",\"mean\":0.25,\"std\":0.125,\"interval\":[0,0.5],"
                + "\"confidence\":0.95},{\"feature\":\"b\",\"mean\":0}],\"exact\":false,\"repeats\":5,\"rows\":10,"
                + "\"seed\":7,\"engine\":\"0.1.0\"}")
        let exact = ImportanceResponse(
            model: model, output: nil, space: .margin, metric: .r2, loss: "squared error", baseline: .nan,
            importances: [], repeats: nil, rows: 10, seed: nil, engine: "0.1.0")
        #expect(
            text { exact.encode(into: &$0) }
                == "{\"model\":{\"name\":\"credit\",\"version\":\"3\",\"digest\":\"sha256:00\"},"
                + "\"space\":\"margin\",\"metric\":\"r2\",\"loss\":\"squared error\",\"baseline\":null,"
                + "\"importances\":[],\"exact\":true,\"rows\":10,\"engine\":\"0.1.0\"}")
    }
}
