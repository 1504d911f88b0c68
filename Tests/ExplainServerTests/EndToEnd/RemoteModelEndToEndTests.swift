import ExplainCore
import Foundation
import Testing

@testable import ExplainServer

/// A real server with one model twice: from a file, and behind a model server that does what the test says.
@Suite struct RemoteModelEndToEndTests {
    private static func values(_ answer: JSONValue) -> [Double] {
        let found = answer["explanations"]?.asArray?.flatMap {
            ($0["values"]?.asArray ?? []) + [$0["base_value"] ?? .null]
        }
        return (found ?? answer["importances"]?.asArray?.compactMap { $0["mean"] } ?? []).compactMap(\.asDouble)
    }

    @Test(arguments: [
        #""method":"enumeration""#, #""method":"kernel_shap","budget":4,"seed":7"#,
        #""method":"lime","budget":400,"seed":7"#,
    ])
    func explainsAsTheModelOfTheFile(_ method: String) throws {
        let house = try RemoteHouse()
        let body = #"{"instances":[[1,2],[5,-1.5]],"parameters":{"mode":"sync",\#(method)}}"#
        let far = try house.post("/v1/models/far:explain", body)
        let near = try house.post("/v1/models/near:explain", body)
        #expect(far.status == 200 && near.status == 200)
        #expect(Self.values(far.body).count == 6)
        #expect(Self.values(far.body) == Self.values(near.body))
        #expect(far.body["predictions"] == near.body["predictions"])
        let again = try house.post("/v1/models/far:explain", body)
        #expect(again.body["explanations"]?[0]?["cache"]?.asString == "hit")
        #expect(house.server.terminate() == 0)
    }

    @Test func predictsAndMeasuresImportance() throws {
        let house = try RemoteHouse()
        let prediction = try house.post("/v1/models/far:predict", #"{"instances":[[1,2],[5,-1.5]]}"#)
        #expect(
            prediction.body["predictions"] == .array([.number(JSONNumber(5.5)), .number(JSONNumber(2.5))])
                || prediction.body["predictions"]?.asArray?.compactMap(\.asDouble) == [5.5, 2.5])
        let body =
            #"{"instances":[[1,2],[5,-1.5],[2,2],[0,1]],"labels":[1,2,3,4],"parameters":{"seed":7,"mode":"sync"}}"#
        let far = try house.post("/v1/models/far:importance", body)
        #expect(far.status == 200)
        #expect(Self.values(far.body).count == 2)
        #expect(Self.values(far.body) == Self.values(try house.post("/v1/models/near:importance", body).body))
    }

    @Test func aCallersDeadlineIsKept() throws {
        let house = try RemoteHouse { _ in .hang }
        let body = #"{"instances":[[1,2]],"parameters":{"method":"kernel_shap","budget":4,"deadline_ms":200}}"#
        let answer = try house.post("/v1/models/far:explain", body)
        #expect(answer.status == 504)
        #expect(answer.body["code"]?.asString == "deadline_exceeded")
        #expect(waitUntil { house.peer.hanging == 0 })
    }

    /// A request's timeout is the operator's, and may be longer than anybody waits.
    @Test func aPredictionEndsAtTheServersDeadline() throws {
        let house = try RemoteHouse(remote: #", "timeout_ms": 600000"#, arguments: ["--sync-deadline-ms", "300"]) { _ in
            .hang
        }
        let answer = try house.post("/v1/models/far:predict", #"{"instances":[[1,2]]}"#)
        #expect(answer.status == 504)
        #expect(answer.body["code"]?.asString == "model_timeout")
        #expect(waitUntil { house.peer.hanging == 0 })
    }

    @Test func proxiesOfTheEnvironmentAreNotUsed() throws {
        let proxy = try FakeModelServer { _ in .json("{}", status: 407) }
        let names = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
        let house = try RemoteHouse(environment: Dictionary(uniqueKeysWithValues: names.map { ($0, proxy.url) }))
        let prediction = try house.post("/v1/models/far:predict", #"{"instances":[[1,2]]}"#)
        #expect(prediction.status == 200)
        #expect(proxy.connectionCount == 0)
    }

    @Test func credentialsAreTheCallersOwn() throws {
        let house = try RemoteHouse(remote: #", "forward_authorization": true"#)
        let body = #"{"instances":[[1,2]],"parameters":{"method":"enumeration"}}"#
        func explain(_ token: String) throws -> String? {
            let response = try house.client.request(
                "POST", "/v1/models/far:explain",
                headers: [("Content-Type", "application/json"), ("Authorization", token)], body: Array(body.utf8))
            return try JSONValue.parse(response.body)["explanations"]?[0]?["cache"]?.asString
        }
        #expect(try explain("Bearer one") == "miss")
        #expect(house.peer.requests.last?.fields["authorization"] == "Bearer one")
        #expect(try explain("Bearer one") == "hit")
        #expect(try explain("Bearer two") == "miss")
        let job = try house.post(
            "/v1/models/far:explain", body.replacingOccurrences(of: "}}", with: #","mode":"async"}}"#))
        #expect(job.status == 422)
    }
}
