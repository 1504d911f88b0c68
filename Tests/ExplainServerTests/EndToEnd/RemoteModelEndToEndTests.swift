import ExplainCore
import Foundation
import Testing

@testable import ExplainServer

/// A real server with one model twice: from a file, and behind a model server that does what the test says.
@Suite struct RemoteModelEndToEndTests {
    /// The servers and their model folder.
    private final class House {
        let peer: FakeModelServer
        let server: ServerProcess
        let client: TestClient
        private let folder: URL

        init(
            remote: String = "", arguments: [String] = [],
            _ behaviour: @escaping @Sendable (FakeModelServer.Request) -> FakeModelServer.Reply = FakeModel.linear
        ) throws {
            peer = try FakeModelServer(FakeModel.linear)
            folder = try ScratchFolder.make("explaind-remote")
            let link = #"{"format": "linear", "link": "identity", "weights": [[1, 2]], "intercept": [0.5]}"#
            let remote =
                #"{"remote": {"protocol": "v2", "url": "\#(peer.url)", "name": "m", "breaker_ms": 300"# + remote + "}}"
            for (name, model) in [("near", #"{"file": "model.json"}"#), ("far", remote)] {
                let place = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
                let settings =
                    #"{"model": \#(model), "features": [{"name": "a"}, {"name": "b"}], "outputs": ["score"]}"#
                try Data(settings.utf8).write(to: place.appendingPathComponent("explain.json"))
                try Data("a,b\n1.5,2\n3,4.25\n-2,0.5\n".utf8).write(to: place.appendingPathComponent("background.csv"))
                if name == "near" { try Data(link.utf8).write(to: place.appendingPathComponent("model.json")) }
            }
            server = try ServerProcess(models: folder, arguments: arguments)
            client = try TestClient(port: server.port)
            peer.behave(behaviour)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func post(_ path: String, _ body: String) throws -> (status: Int, body: JSONValue) {
            let response = try client.request("POST", path, json: body)
            return (response.status, try JSONValue.parse(response.body))
        }

        func get(_ path: String) throws -> JSONValue {
            try JSONValue.parse(try client.request("GET", path).body)
        }

        func metric(_ line: String) throws -> Int? {
            let text = try client.request("GET", "/metrics").text
            return text.split(separator: "\n").first { $0.hasPrefix(line + " ") }?.split(separator: " ").last
                .flatMap { Int($0) }
        }
    }

    private static let breaker = #"explaind_remote_breaker_state{model="far",version="1",state="#

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
        let house = try House()
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
        let house = try House()
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

    @Test func jobsWorkAndFailWithACode() throws {
        let house = try House()
        let body = #"{"instances":[[1,2]],"parameters":{"mode":"async","method":"enumeration"}}"#
        func finish(_ job: (status: Int, body: JSONValue)) throws -> JSONValue {
            let id = try #require(job.body["id"]?.asString)
            var document = try house.get("/v1/jobs/\(id)?wait=20")
            while ["queued", "running"].contains(document["status"]?.asString) {
                document = try house.get("/v1/jobs/\(id)?wait=20")
            }
            return document
        }
        #expect(try finish(try house.post("/v1/models/far:explain", body))["status"]?.asString == "succeeded")
        house.peer.behave { _ in .json("{}", status: 500) }
        let other = body.replacingOccurrences(of: "[1,2]", with: "[1,3]")
        let failed = try finish(try house.post("/v1/models/far:explain", other))
        #expect(failed["status"]?.asString == "failed")
        #expect(failed["error"]?["code"]?.asString == "model_unavailable")
    }

    static let faults: [(FakeModelServer.Reply, Int, String)] = [
        (.json(#"{"outputs":[{"name":"p","shape":[1],"data":[1]}]}"#), 502, "model_bad_answer"),
        (.json(#"{"outputs":[{"name":"p","shape":[3],"data":[NaN,1,2]}]}"#), 502, "model_bad_answer"),
        (
            .bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"), 502,
            "model_bad_answer"
        ),
        (.bytesAndClose("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), 502, "model_unavailable"),
        (.json(#"{"error":"row [1, 2] at /srv/secret"}"#, status: 500), 502, "model_unavailable"),
        (.hang, 504, "model_timeout"),
        (.drip(String(repeating: " ", count: 9_999), everyMilliseconds: 20), 504, "model_timeout"),
    ]

    @Test(arguments: faults.indices) func aBrokenModelServerFailsTheExplanation(_ index: Int) throws {
        let (reply, status, code) = Self.faults[index]
        let house = try House(remote: #", "timeout_ms": 300"#) { _ in reply }
        let answer = try house.post(
            "/v1/models/far:explain", #"{"instances":[[1,2]],"parameters":{"method":"enumeration"}}"#)
        #expect(answer.status == status)
        #expect(answer.body["code"]?.asString == code)
        #expect(answer.body["detail"]?.asString?.contains("secret") == false)
    }

    /// The server dies between two batches of one explanation.
    @Test func aModelServerThatDiesMidwayFailsTheExplanation() throws {
        let house = try House(remote: #", "max_rows": 2, "connections": 1"#)
        let before = house.peer.requests.count
        house.peer.behave { request in request.number < before + 2 ? FakeModel.linear(request) : .bytesAndClose("") }
        let answer = try house.post(
            "/v1/models/far:explain", #"{"instances":[[1,2]],"parameters":{"method":"enumeration"}}"#)
        #expect(answer.status == 502)
        #expect(answer.body["code"]?.asString == "model_unavailable")
        #expect(house.peer.requests.count > before + 2)
    }

    @Test func theServerStaysResponsiveWhileAModelServerHangs() throws {
        let house = try House(remote: #", "timeout_ms": 60000, "queue": 1"#, arguments: ["--compute-width", "1"]) { _ in
            .hang
        }
        // Four threads wait for the model server, and one request for a thread.
        var waiting: [TestClient] = []
        for number in 0..<5 {
            let client = try TestClient(port: house.server.port)
            let body = #"{"instances":[[\#(number),2]],"parameters":{"mode":"sync","method":"enumeration"}}"#
            try client.send(
                "POST /v1/models/far:explain HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
            waiting.append(client)
            let (busy, queued) = (min(number + 1, 4), max(0, number - 3))
            #expect(
                waitUntil {
                    (try? house.metric(#"explaind_remote_threads_busy{model="far",version="1"}"#)) == busy
                        && (try? house.metric(#"explaind_remote_queued{model="far",version="1"}"#)) == queued
                })
        }
        #expect(try house.client.request("GET", "/healthz").status == 200)
        let near = try house.post(
            "/v1/models/near:explain", #"{"instances":[[1,2]],"parameters":{"method":"lime"}}"#)
        #expect(near.status == 200)
        let refused = try house.post("/v1/models/far:explain", #"{"instances":[[9,9]],"parameters":{"mode":"sync"}}"#)
        #expect(refused.status == 503)
        #expect(refused.body["code"]?.asString == "overloaded")
        // Whoever hangs up takes the request along.
        waiting.removeAll()
        #expect(waitUntil { (try? house.metric(#"explaind_remote_threads_busy{model="far",version="1"}"#)) == 0 })
        #expect(waitUntil { house.peer.hanging == 0 })
        #expect(house.server.terminate() == 0)
    }

    @Test func theBreakerOpensAndRecovers() throws {
        let house = try House { _ in .json("{}", status: 500) }
        let body = #"{"instances":[[1,2]],"parameters":{"method":"enumeration","mode":"sync"}}"#
        #expect(try house.metric(Self.breaker + #""closed"}"#) == 1)
        var codes: Set<String> = []
        #expect(
            waitUntil {
                codes.insert((try? house.post("/v1/models/far:explain", body).body["code"]?.asString) ?? "")
                return codes.contains("model_suspended")
            })
        #expect(codes == ["model_unavailable", "model_suspended"])
        let opened = try #require(
            try house.metric(#"explaind_remote_breaker_openings_total{model="far",version="1"}"#))
        #expect(opened >= 1)
        #expect(try house.metric(Self.breaker + #""closed"}"#) == 0)
        let ready = try house.get("/readyz")
        #expect(ready["status"]?.asString == "degraded")
        #expect(ready["targets"]?[0]?["model"]?.asString == "far")
        #expect(["open", "half_open"].contains(ready["targets"]?[0]?["breaker"]?.asString))
        house.peer.behave(FakeModel.linear)
        #expect(waitUntil { (try? house.post("/v1/models/far:explain", body).status) == 200 })
        #expect(try house.metric(Self.breaker + #""closed"}"#) == 1)
        #expect(try house.get("/readyz")["status"]?.asString == "ready")
        #expect(try house.get("/v1/models/far")["target"]?["breaker"]?.asString == "closed")
    }

    @Test func aCallersDeadlineIsKept() throws {
        let house = try House { _ in .hang }
        let body = #"{"instances":[[1,2]],"parameters":{"method":"kernel_shap","budget":4,"deadline_ms":200}}"#
        let answer = try house.post("/v1/models/far:explain", body)
        #expect(answer.status == 504)
        #expect(answer.body["code"]?.asString == "deadline_exceeded")
        #expect(waitUntil { house.peer.hanging == 0 })
    }

    @Test func credentialsAreTheCallersOwn() throws {
        let house = try House(remote: #", "forward_authorization": true"#)
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
