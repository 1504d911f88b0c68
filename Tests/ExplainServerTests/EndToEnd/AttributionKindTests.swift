import ExplainCore
import Foundation
import Testing

@testable import explainctl

/// Banzhaf and Owen values and interactions through the real binary, of trees and of a black box.
@Suite struct AttributionKindTests {
    private static let row = #"[27.6,0.13,17.8,22.9,0,0.36,"some_college",false,false,true,false,false,false]"#
    private static let tumour =
        "[13,0.42,14.2,20.8,1.3,24.1,0.11,0.007,0.13,0.08,0.011,0.11,0.03,0.019,0.08,0.25,0.03,0.32]"

    private func answer(
        _ client: TestClient, _ parameters: String, model: String = "credit", rows: String = Self.row
    ) throws -> (status: Int, body: JSONValue) {
        let response = try client.request(
            "POST", "/v1/models/\(model):explain", json: #"{"instances":[\#(rows)],"parameters":\#(parameters)}"#)
        return (response.status, try JSONValue.parse(response.body))
    }

    private func explain(_ client: TestClient, _ parameters: String) throws -> JSONValue {
        let (status, body) = try answer(client, parameters)
        #expect(status == 200, "\(parameters): \(body)")
        return try #require(body["explanations"]?[0])
    }

    private func values(_ explanation: JSONValue) throws -> [Double] {
        try #require(explanation["values"]?.asArray).compactMap(\.asDouble)
    }

    private func matrix(_ explanation: JSONValue) throws -> [[Double]] {
        try #require(explanation["interactions"]?.asArray).map { ($0.asArray ?? []).compactMap(\.asDouble) }
    }

    @Test func everyKindHasItsOwnAnswer() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        let shapley = try explain(client, "{}")
        #expect(shapley["index"] == nil && shapley["interactions"] == nil)
        for (index, method) in [("banzhaf", "tree_shap"), ("owen", "tree_shap")] {
            let other = try explain(client, #"{"index":"\#(index)"}"#)
            #expect(other["cache"]?.asString == "miss")
            #expect(other["index"]?.asString == index && other["method"]?.asString == method)
            #expect(other["exact"] == .bool(true))
            #expect(try values(other) != values(shapley))
            #expect(other["prediction"] == shapley["prediction"])
            let enumerated = try explain(client, #"{"index":"\#(index)","method":"enumeration"}"#)
            for (one, two) in zip(try values(other), try values(enumerated)) { #expect(abs(one - two) < 1e-6) }
            #expect(try explain(client, #"{"index":"\#(index)"}"#)["cache"]?.asString == "hit")
        }
        let named = try explain(client, #"{"index":"shapley","interactions":false}"#)
        #expect(named["cache"]?.asString == "hit" && named["seed"] == shapley["seed"])
        #expect(server.terminate() == 0)
    }

    @Test func theBanzhafResidualIsWhatTheValuesLeaveOver() throws {
        let server = try ServerProcess()
        let explanation = try explain(try TestClient(port: server.port), #"{"index":"banzhaf"}"#)
        let base = try #require(explanation["base_value"]?.asDouble)
        let residual = try #require(explanation["additivity_residual"]?.asDouble)
        let prediction = try #require(explanation["prediction"]?.asDouble)
        #expect(abs(residual) > 1e-3)
        #expect(abs(try values(explanation).reduce(base, +) + residual - prediction) < 1e-12)
        #expect(server.terminate() == 0)
    }

    /// A group's features share what the group gets as a player.
    @Test func owenValuesOfAGroupAddUpToItsOwn() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        let owen = try values(try explain(client, #"{"index":"owen"}"#))
        let groups = try values(try explain(client, #"{"groups":true}"#))
        #expect(abs(owen[7...].reduce(0, +) - groups[7]) < 1e-12)
        for feature in 0..<7 { #expect(abs(owen[feature] - groups[feature]) < 1e-12) }
        #expect(server.terminate() == 0)
    }

    @Test func interactionsAddUpToTheValues() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        for (parameters, isInterventional) in [
            (#""output":"default""#, true), (#""output":"repaid""#, true), (#""groups":true"#, true),
            (#""method":"tree_path_dependent""#, false),
        ] {
            let plain = try explain(client, "{\(parameters)}")
            let explanation = try explain(client, #"{\#(parameters),"interactions":true}"#)
            #expect(explanation["cache"]?.asString == "miss")
            let (values, matrix) = (try values(explanation), try matrix(explanation))
            #expect(try values == self.values(plain))
            #expect(matrix.count == values.count)
            for player in values.indices {
                #expect(abs(matrix[player].reduce(0, +) - values[player]) < 1e-13)
                for partner in values.indices { #expect(matrix[player][partner] == matrix[partner][player]) }
            }
            guard isInterventional else { continue }
            let trees = matrix.flatMap(\.self)
            let enumerated = try explain(client, #"{\#(parameters),"interactions":true,"method":"enumeration"}"#)
            for (one, two) in zip(trees, try self.matrix(enumerated).flatMap(\.self)) { #expect(abs(one - two) < 1e-6) }
        }
        #expect(server.terminate() == 0)
    }

    @Test(arguments: [
        (#"{"interactions":true,"method":"kernel_shap"}"#, "parameters.interactions", "invalid_parameter"),
        (#"{"interactions":true,"method":"lime"}"#, "parameters.interactions", "invalid_parameter"),
        (#"{"index":"banzhaf","method":"tree_path_dependent"}"#, "parameters.index", "invalid_parameter"),
        (#"{"interactions":true,"index":"banzhaf"}"#, "parameters.interactions", "invalid_parameter"),
        (#"{"index":"owen","estimator":"wls"}"#, "parameters.index", "invalid_parameter"),
        (#"{"index":"owen","groups":true}"#, "parameters.groups", "invalid_parameter"),
        (#"{"index":"harsanyi"}"#, "parameters.index", "invalid_parameter"),
    ])
    func contradictionsAreRefused(parameters: String, field: String, code: String) throws {
        let server = try ServerProcess()
        let (status, body) = try answer(try TestClient(port: server.port), parameters)
        #expect(status == 422)
        #expect(body["field"]?.asString == field && body["code"]?.asString == code)
        #expect(server.terminate() == 0)
    }

    @Test func owenValuesNeedGroups() throws {
        let server = try ServerProcess()
        let row = "[59, 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]"
        let (status, body) = try answer(
            try TestClient(port: server.port), #"{"index":"owen"}"#, model: "diabetes", rows: row)
        #expect(status == 422 && body["field"]?.asString == "parameters.index")
        #expect(server.terminate() == 0)
    }

    /// 18 players of a neural network are sampled by default; there are no samples of interactions, so that it is a job.
    @Test func blackBoxesAreEnumeratedOrRefused() throws {
        let few = try ServerProcess(arguments: ["--max-exact-players", "12"])
        let refused = try answer(
            try TestClient(port: few.port), #"{"interactions":true}"#, model: "cancer", rows: Self.tumour)
        #expect(refused.status == 422 && refused.body["code"]?.asString == "too_many_players")
        #expect(refused.body["detail"]?.asString?.contains("262144") == true)
        #expect(few.terminate() == 0)
        let server = try ServerProcess()
        let queued = try answer(
            try TestClient(port: server.port), #"{"interactions":true}"#, model: "cancer", rows: Self.tumour)
        #expect(queued.status == 202, "\(queued.body)")
        #expect(server.terminate() == 0)
    }

    @Test func explainctlShowsTheStrongestPairs() throws {
        let server = try ServerProcess()
        let run = CommandRun("explain", "credit", "--row", Self.row, "--interactions", port: server.port)
        #expect(run.exitCode == .success)
        #expect(run.output.contains("\nPAIR "))
        #expect(run.output.contains(" weaker pairs\n"))
        let banzhaf = CommandRun("explain", "credit", "--row", Self.row, "--index", "banzhaf", port: server.port)
        #expect(banzhaf.output.contains("\ntree_shap, banzhaf, exact, "))
        #expect(server.terminate() == 0)
    }
}
