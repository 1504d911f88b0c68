import ExplainCore
import Foundation
import Testing

/// Permutation importance as a job of the real binary: its result, its progress and its end.
@Suite(.serialized) struct ImportanceJobTests {
    /// `count` rows of the diabetes model with labels, the model's answers to the rows before.
    private func body(_ client: TestClient, count: Int, _ parameters: String) throws -> String {
        let rows = try DiabetesRows.bodies(count: count).map { body -> String in
            let start = try #require(body.firstIndex(of: "["))
            let end = try #require(body.firstIndex(of: "]"))
            return String(body[body.index(after: start)...end])
        }.joined(separator: ",")
        let predicted = try client.request("POST", "/v1/models/diabetes:predict", json: #"{"instances":[\#(rows)]}"#)
        let answers = try #require(try JSONValue.parse(predicted.body)["predictions"]?.asArray).compactMap(\.asDouble)
        let labels = [answers[count - 1]] + answers.dropLast()
        return #"{"instances":[\#(rows)],"labels":\#(labels),"parameters":\#(parameters)}"#
    }

    private func finished(
        _ client: TestClient, _ id: String, until done: (JSONValue) -> Bool = { _ in false }
    ) throws -> JSONValue {
        for _ in 0..<300 {
            let job = try JSONValue.parse(try client.request("GET", "/v1/jobs/\(id)?wait=1").body)
            let isPending = ["queued", "running"].contains(job["status"]?.asString ?? "")
            if !isPending || done(job) { return job }
        }
        throw TestClientError.timeout
    }

    @Test func aJobComputesWhatTheAnswerAtOnceDoes() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        for parameters in [#""metric":"mae","repeats":3,"groups":true"#, #""metric":"rmse","exact":true"#] {
            let now = try client.request(
                "POST", "/v1/models/diabetes:importance", json: try body(client, count: 60, "{\(parameters)}"))
            #expect(now.status == 200)
            let accepted = try client.request(
                "POST", "/v1/models/diabetes:importance",
                json: try body(client, count: 60, "{\(parameters),\"mode\":\"async\"}"))
            #expect(accepted.status == 202)
            let job = try JSONValue.parse(accepted.body)
            #expect(job["kind"]?.asString == "importance")
            let id = try #require(job["id"]?.asString)
            let end = try finished(client, id)
            #expect(end["status"]?.asString == "succeeded" && end["progress"]?["fraction"]?.asDouble == 1)
            let result = try client.request("GET", "/v1/jobs/\(id)/result")
            #expect(result.status == 200)
            #expect(try JSONValue.parse(result.body) == JSONValue.parse(now.body))
        }
        #expect(server.terminate() == 0)
    }

    @Test func aLongJobTellsItsProgressAndIsCancelled() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        let request = try body(client, count: 900, #"{"metric":"mae","repeats":1000,"mode":"async"}"#)
        let accepted = try client.request("POST", "/v1/models/diabetes:importance", json: request)
        #expect(accepted.status == 202)
        let id = try #require(try JSONValue.parse(accepted.body)["id"]?.asString)
        var fractions: [Double] = []
        _ = try finished(client, id) { job in
            fractions.append(job["progress"]?["fraction"]?.asDouble ?? 0)
            return fractions.last ?? 0 > 0
        }
        #expect(fractions == fractions.sorted() && fractions.last ?? 0 > 0)
        #expect(try client.request("DELETE", "/v1/jobs/\(id)").status == 202)
        #expect(try finished(client, id)["status"]?.asString == "cancelled")
        #expect(try client.request("GET", "/v1/jobs/\(id)/result").status == 410)
        #expect(server.terminate() == 0)
    }
}
