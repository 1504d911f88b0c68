import ExplainCore
import Foundation
import Testing

@testable import ExplainServer

/// What the answers say, through the real binary.
@Suite struct ExplainRequestTests {
    private static let row = #"[27.6,0.13,17.8,22.9,0,0.36,"some_college",false,false,true,false,false,false]"#

    private func explain(_ client: TestClient, _ parameters: String, row: String = Self.row) throws -> JSONValue {
        let response = try client.request(
            "POST", "/v1/models/credit:explain", json: #"{"instances":[\#(row)],"parameters":\#(parameters)}"#)
        #expect(response.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
        return try #require(try JSONValue.parse(response.body)["explanations"]?[0])
    }

    private func values(_ explanation: JSONValue, _ key: String = "values") throws -> [Double] {
        try #require(explanation[key]?.asArray).compactMap(\.asDouble)
    }

    @Test func valuesAndBaseAddUpToThePrediction() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        for parameters in [
            #"{"method":"enumeration","groups":true}"#, #"{"space":"probability"}"#, #"{"estimator":"wls"}"#,
            #"{"space":"probability","groups":true}"#, #"{"method":"kernel_shap","budget":50,"seed":7}"#,
        ] {
            let explanation = try explain(client, parameters)
            let base = try #require(explanation["base_value"]?.asDouble)
            let prediction = try #require(explanation["prediction"]?.asDouble)
            let sum = try values(explanation).reduce(base, +)
            #expect(abs(sum - prediction) <= 1e-9 * max(abs(sum), abs(prediction)), "\(parameters)")
        }
        #expect(server.terminate() == 0)
    }

    /// The trees are added in float64, and the residual is what the model's float32 sum leaves over.
    @Test func treesAnswerExactlyUpToTheModelsRounding() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        for (parameters, method) in [
            ("{}", "tree_shap"), (#"{"groups":true}"#, "tree_shap"), (#"{"method":"exact"}"#, "tree_shap"),
            (#"{"output":"repaid"}"#, "tree_shap"), (#"{"background":"repaid"}"#, "tree_shap"),
            (#"{"method":"tree_path_dependent"}"#, "tree_path_dependent"),
        ] {
            let explanation = try explain(client, parameters)
            let base = try #require(explanation["base_value"]?.asDouble)
            let prediction = try #require(explanation["prediction"]?.asDouble)
            let residual = try #require(explanation["additivity_residual"]?.asDouble)
            #expect(explanation["method"]?.asString == method)
            #expect(explanation["exact"] == .bool(true))
            #expect(abs(residual) <= 1e-6 * max(1, abs(prediction)))
            #expect(abs(try values(explanation).reduce(base, +) + residual - prediction) <= 1e-12)
        }
        let refused = try client.request(
            "POST", "/v1/models/credit:explain",
            json: #"{"instances":[\#(Self.row)],"parameters":{"method":"linear_shap"}}"#)
        #expect(refused.status == 422)
        let problem = try JSONValue.parse(refused.body)
        #expect(problem["code"]?.asString == "invalid_parameter")
        #expect(problem["field"]?.asString == "parameters.method")
        #expect(server.terminate() == 0)
    }

    /// Settings change the answer, and no answer to one is given to another from the cache.
    @Test func limeHeedsItsSettings() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        let all = try explain(client, #"{"method":"lime","seed":1}"#)
        let limited = try explain(client, #"{"method":"lime","seed":1,"num_features":3}"#)
        #expect(try values(all).filter { $0 != 0 }.count > 3)
        #expect(try values(limited).filter { $0 != 0 }.count == 3)
        let narrow = try explain(client, #"{"method":"lime","seed":1,"kernel_width":0.8}"#)
        #expect(try values(narrow) != values(all))
        let limit = try explain(client, #"{"estimator":"exact_limit"}"#)
        #expect(limit["method"]?.asString == "lime" && limit["estimator"]?.asString == "exact_limit")
        #expect(limit["exact"] == .bool(true) && limit["converged"] == .bool(true))
        #expect(limit["evaluations"]?.asInt == 1 && limit["model_rows"]?.asInt == 1)
        #expect(limit["fit"] == nil && limit["standard_errors"] == nil)
        let errors = try values(all, "standard_errors")
        for (player, value) in try values(limit).enumerated() {
            #expect(abs(value - (try values(all)[player])) <= 5 * errors[player] + 1e-3)
        }
        let fewest = try explain(client, #"{"estimator":"exact_limit","num_features":2,"groups":true}"#)
        #expect(try values(fewest).filter { $0 != 0 }.count == 2)
        #expect(server.terminate() == 0)
    }

    /// Trees that are explained by their own proportions have no reference rows to name.
    @Test func noBackgroundIsNamedWhereNoneIsUsed() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        #expect(try explain(client, #"{"method":"tree_path_dependent"}"#)["background"] == nil)
        #expect(try explain(client, #"{"method":"tree_shap"}"#)["background"]?["name"]?.asString == "default")
        let stats = try JSONValue.parse(client.request("GET", "/v1/stats").body)
        let bytes = try #require(stats["leaf_tables"]?["path_layout_bytes"]?.asInt)
        #expect(bytes > 0 && bytes <= stats["leaf_tables"]?["path_layout_capacity_bytes_per_model"]?.asInt ?? 0)
        let metrics = try client.request("GET", "/metrics").text.split(separator: "\n")
        #expect(metrics.contains { $0 == "explaind_path_layout_bytes{model=\"credit\",version=\"1\"} \(bytes)" })
        #expect(server.terminate() == 0)
    }

    /// What the body says is stronger than what a header prefers.
    @Test func aSynchronousModeIsStrongerThanAPreference() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        for (mode, status) in [("sync", 200), ("auto", 202), ("async", 202)] {
            let answer = try client.request(
                "POST", "/v1/models/credit:explain",
                headers: [("Content-Type", "application/json"), ("Prefer", "respond-async")],
                body: Array(#"{"instances":[\#(Self.row)],"parameters":{"mode":"\#(mode)"}}"#.utf8))
            #expect(answer.status == status)
        }
        #expect(server.terminate() == 0)
    }

    @Test func theTwoClassesAreComplements() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        let first = try explain(client, #"{"method":"exact","output":"repaid"}"#)
        let second = try explain(client, #"{"method":"exact","output":"default"}"#)
        for (one, other) in zip(try values(first), try values(second)) { #expect(abs(one + other) <= 1e-12) }
        #expect(server.terminate() == 0)
    }

    @Test func rowsByNameAndByPositionAreTheSameRequest() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        _ = try explain(client, "{}")
        let named = """
            {"education":"some_college","income_k":27.6,"debt_ratio":0.13,"employment_years":17.8,
             "credit_history_years":22.9,"delinquencies":0,"utilization":0.36,"region_r0":0,"region_r1":0,
             "region_r2":1,"region_r3":0,"region_r4":0,"region_r5":0}
            """
        #expect(try explain(client, "{}", row: named)["cache"]?.asString == "hit")
        #expect(server.terminate() == 0)
    }

    @Test func aRowHasTheSameBitsAloneAndInABatch() throws {
        let server = try ServerProcess(arguments: ["--cache-bytes", "0"])
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        let rows = (0..<20).map { Self.row.replacing("27.6", with: "\(20 + $0).25") } + [Self.row]
        for parameters in ["{}", #"{"method":"kernel_shap"}"#, #"{"method":"tree_path_dependent"}"#] {
            let alone = try explain(client, parameters)
            let response = try client.request(
                "POST", "/v1/models/credit:explain",
                json: #"{"instances":[\#(rows.joined(separator: ","))],"parameters":\#(parameters)}"#)
            let last = try #require(try JSONValue.parse(response.body)["explanations"]?.asArray?.last)
            #expect(try values(last) == values(alone))
            #expect(last["standard_errors"] == alone["standard_errors"])
            #expect((last["standard_errors"]?.asArray != nil) == parameters.contains("kernel_shap"))
            #expect(last["seed"] == alone["seed"])
        }
        #expect(server.terminate() == 0)
    }

    /// The least budgets say of themselves that they say little.
    @Test func anAnswerWithoutStandardErrorsSaysSo() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        for method in [
            #""method":"kernel_shap""#, #""estimator":"leverage""#, #""estimator":"wls""#, #""method":"lime""#,
        ] {
            let least = try explain(client, #"{\#(method),"budget":2}"#)
            #expect(least["exact"]?.asBool == false)
            #expect(least["converged"]?.asBool == false)
            #expect(least["standard_errors"] == .null)
            #expect(least["confidence"] == nil)
            let more = try explain(client, #"{\#(method),"budget":1000}"#)
            #expect(more["standard_errors"]?.asArray?.count == 13)
            #expect(more["confidence"]?.asDouble == 0.95)
        }
        #expect(server.terminate() == 0)
    }

    /// Without the field the body is JSON; of whatever else it says that it is, it is not read.
    @Test func theContentTypeMayBeLeftOut() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        let body = Array(#"{"instances":[\#(Self.row)]}"#.utf8)
        let types = [
            nil: 200, "application/json": 200, "Application/JSON; charset=UTF-8": 200, "application/x.rows+json": 200,
            "text/plain": 415, "application/x-www-form-urlencoded": 415, "application/json; charset=latin1": 415,
        ]
        for verb in ["explain", "predict"] {
            for (type, status) in types {
                let fields = type.map { [("Content-Type", $0)] } ?? []
                let response = try client.request("POST", "/v1/models/credit:\(verb)", headers: fields, body: body)
                #expect(response.status == status, "\(verb), \(type ?? "none")")
            }
        }
        #expect(server.terminate() == 0)
    }

    @Test func aJobComputesWhatTheLibraryComputes() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        let accepted = try client.request(
            "POST", "/v1/models/credit:explain",
            headers: [("Content-Type", "application/json"), ("Prefer", "respond-async")],
            body: Array(#"{"instances":[\#(Self.row)],"parameters":{"method":"exact"}}"#.utf8))
        #expect(accepted.status == 202)
        let id = try #require(try JSONValue.parse(accepted.body)["id"]?.asString)
        var status = 0
        var body: [UInt8] = []
        for _ in 0..<60 where status != 200 {
            _ = try client.request("GET", "/v1/jobs/\(id)?wait=1")
            let result = try client.request("GET", "/v1/jobs/\(id)/result")
            (status, body) = (result.status, result.body)
        }
        let explanation = try #require(try JSONValue.parse(body)["explanations"]?[0])

        let served = try #require(
            ModelRepository(folder: Repository.fixture("models").path).snapshot.model("credit"))
        let background = try #require(served.backgrounds["default"])
        let plan = try MethodPlanner().plan(
            PlanRequest(method: .exact), players: served.players.count, backgroundRows: background.rows.rows,
            outputs: 1, model: served.model, space: .margin)
        let instance = [27.6, 0.13, 17.8, 22.9, 0, 0.36, 2, 0, 0, 1, 0, 0, 0]
        let task = ExplanationTask(
            model: served.model, schema: served.schema, instance: instance, background: background,
            players: served.players, space: .margin, outputs: [1], plan: plan, leafTables: served.leafTables)
        let computed = try #require(try task.run(ComputeContext()).first)
        #expect(try values(explanation) == computed.values)
        #expect(explanation["base_value"]?.asDouble == computed.baseValue)
        #expect(server.terminate() == 0)
    }

    @Test func importanceIsServed() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        let rows = try DiabetesRows.bodies(count: 40).map { body -> String in
            let start = try #require(body.firstIndex(of: "["))
            let end = try #require(body.firstIndex(of: "]"))
            return String(body[body.index(after: start)...end])
        }
        let predicted = try client.request(
            "POST", "/v1/models/diabetes:predict", json: #"{"instances":[\#(rows.joined(separator: ","))]}"#)
        let labels = try #require(try JSONValue.parse(predicted.body)["predictions"]?.asArray).compactMap(\.asDouble)
        let response = try client.request(
            "POST", "/v1/models/diabetes:importance",
            json: """
                {"instances":[\(rows.joined(separator: ","))],"labels":\(labels),
                 "parameters":{"metric":"r2","repeats":7,"seed":1}}
                """)
        #expect(response.status == 200, "\(String(decoding: response.body, as: UTF8.self))")
        let answer = try JSONValue.parse(response.body)
        // The labels are the model's own answers: nothing can be better than the untouched rows.
        #expect(answer["baseline"]?.asDouble == 1)
        let means = try #require(answer["importances"]?.asArray).compactMap { $0["mean"]?.asDouble }
        #expect(means.count == 10)
        #expect(means.allSatisfy { $0 >= 0 })
        #expect((means.max() ?? 0) > 0.1)
        #expect(server.terminate() == 0)
    }
}
