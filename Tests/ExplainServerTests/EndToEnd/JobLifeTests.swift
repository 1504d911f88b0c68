import ExplainCore
import Foundation
import Testing

/// Jobs through the real binary: accepted, watched, cancelled, and finished whatever happens to the process.
@Suite(.serialized) struct JobLifeTests {
    private static let row =
        "[13,0.42,14.2,20.8,1.3,24.1,0.11,0.007,0.13,0.08,0.011,0.11,0.03,0.019,0.08,0.25,0.03,0.32]"

    /// Exact values of 18 players: 262,144 coalitions, seconds of work.
    private static let longJob = #"{"instances":[\#(row)],"parameters":{"method":"enumeration","mode":"async"}}"#

    /// The same for many rows: minutes of work, to be called off.
    private static let endlessJob = """
        {"instances":[\([String](repeating: row, count: 100).enumerated()
            .map { $1.replacing("14.2", with: "14.\($0)") }.joined(separator: ","))],
         "parameters":{"method":"exact","mode":"async"}}
        """

    /// Exact values of 13 players, at once.
    private static let shortJob = """
        {"instances":[[40.5,0.3,5,10,0,0.4,"school",true,false,false,false,false,false]],
         "parameters":{"method":"enumeration","mode":"async"}}
        """

    private func submit(_ client: TestClient, _ model: String, _ body: String) throws -> JSONValue {
        let response = try client.request("POST", "/v1/models/\(model):explain", json: body)
        #expect(response.status == 202, "\(String(decoding: response.body, as: UTF8.self))")
        let job = try JSONValue.parse(response.body)
        #expect(response["Location"] == "/v1/jobs/\(job["id"]?.asString ?? "")")
        return job
    }

    private func wait(_ client: TestClient, _ id: String, until done: (JSONValue) -> Bool) throws -> JSONValue {
        for _ in 0..<600 {
            let job = try JSONValue.parse(try client.request("GET", "/v1/jobs/\(id)?wait=1").body)
            if done(job) { return job }
        }
        throw TestClientError.timeout
    }

    private func isFinal(_ job: JSONValue) -> Bool {
        !["queued", "running"].contains(job["status"]?.asString ?? "")
    }

    private func fraction(_ job: JSONValue) -> Double { job["progress"]?["fraction"]?.asDouble ?? 0 }

    @Test func aKilledServerFinishesItsJobAfterTheRestart() throws {
        let data = try ScratchFolder.make("explaind-data")
        defer { try? FileManager.default.removeItem(at: data) }
        let first = try ServerProcess(dataFolder: data)
        var client = try TestClient(port: first.port, timeoutMilliseconds: 90_000)
        let id = try #require(try submit(client, "cancer", Self.longJob)["id"]?.asString)
        let running = try wait(client, id) { $0["status"]?.asString == "running" && fraction($0) > 0.12 || isFinal($0) }
        #expect(running["status"]?.asString == "running")
        let conflict = try client.request("GET", "/v1/jobs/\(id)/result")
        #expect(conflict.status == 409)
        first.kill()

        let second = try ServerProcess(dataFolder: data)
        client = try TestClient(port: second.port, timeoutMilliseconds: 90_000)
        var fractions: [Double] = []
        let finished = try wait(client, id) { job in
            fractions.append(fraction(job))
            return isFinal(job)
        }
        #expect(finished["status"]?.asString == "succeeded")
        #expect(finished["attempts"]?.asInt == 2)
        // What the first attempt kept is not computed again.
        #expect(try #require(fractions.first { $0 > 0 }) > 0.04)
        let result = try client.request("GET", "/v1/jobs/\(id)/result")
        #expect(result.status == 200)
        let explanation = try #require(try JSONValue.parse(result.body)["explanations"]?[0])
        #expect(explanation["exact"] == .bool(true))
        #expect(explanation["evaluations"]?.asInt == 1 << 18)
        let values = try #require(explanation["values"]?.asArray).compactMap(\.asDouble)
        let base = try #require(explanation["base_value"]?.asDouble)
        let prediction = try #require(explanation["prediction"]?.asDouble)
        #expect(abs(values.reduce(base, +) - prediction) <= 1e-9 * max(1, abs(prediction)))
        #expect(second.terminate() == 0)
    }

    @Test func aRunningJobIsCancelled() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 90_000)
        let id = try #require(try submit(client, "cancer", Self.endlessJob)["id"]?.asString)
        var fractions: [Double] = []
        _ = try wait(client, id) { job in
            fractions.append(fraction(job))
            return fractions.last ?? 0 > 0.0002 || isFinal(job)
        }
        #expect(fractions == fractions.sorted())
        #expect(try client.request("DELETE", "/v1/jobs/\(id)").status == 202)
        #expect(try wait(client, id, until: isFinal)["status"]?.asString == "cancelled")
        #expect(try client.request("DELETE", "/v1/jobs/\(id)").status == 202)
        #expect(try client.request("GET", "/v1/jobs/\(id)/result").status == 410)
        #expect(server.terminate() == 0)
    }

    @Test func aHeldWaitDoesNotHoldUpTheEnd() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 90_000)
        let id = try #require(try submit(client, "cancer", Self.endlessJob)["id"]?.asString)
        _ = try wait(client, id) { $0["status"]?.asString == "running" }
        try client.send("GET /v1/jobs/\(id)?wait=60 HTTP/1.1\r\nHost: x\r\n\r\n")
        // The second request shows that the first has been read: the loop reads connections in turn.
        #expect(try TestClient(port: server.port).request("GET", "/healthz").status == 200)
        let began = ContinuousClock.now
        server.signal(SIGTERM)
        let answer = try client.receive()
        #expect(answer.status == 200)
        #expect(server.waitForEnd() == 0)
        #expect(ContinuousClock.now - began < .seconds(20))
    }

    @Test func aJobWhoseBackgroundChangedFails() throws {
        let folder = try ScratchFolder.make("explaind-models")
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["cancer", "credit"] {
            try FileManager.default.copyItem(
                at: Repository.fixture("models/\(name)"), to: folder.appendingPathComponent(name))
        }
        let server = try ServerProcess(models: folder)
        let client = try TestClient(port: server.port, timeoutMilliseconds: 90_000)
        let blocker = try #require(try submit(client, "cancer", Self.endlessJob)["id"]?.asString)
        let id = try #require(try submit(client, "credit", Self.shortJob)["id"]?.asString)
        let background = folder.appendingPathComponent("credit/background.csv")
        let lines = try String(contentsOf: background, encoding: .utf8).split(separator: "\n")
        try lines.prefix(6).joined(separator: "\n").write(to: background, atomically: true, encoding: .utf8)
        server.signal(SIGHUP)
        var rows = 0
        for _ in 0..<5_000 where rows != 5 {
            let model = try JSONValue.parse(try client.request("GET", "/v1/models/credit").body)
            rows = model["backgrounds"]?[0]?["rows"]?.asInt ?? 0
        }
        #expect(rows == 5)
        #expect(try client.request("DELETE", "/v1/jobs/\(blocker)").status == 202)
        let finished = try wait(client, id, until: isFinal)
        #expect(finished["status"]?.asString == "failed")
        #expect(finished["error"]?["code"]?.asString == "model_changed")
        #expect(server.terminate() == 0)
    }

    @Test func terminationLosesNoQueuedJob() throws {
        let data = try ScratchFolder.make("explaind-data")
        defer { try? FileManager.default.removeItem(at: data) }
        let first = try ServerProcess(dataFolder: data)
        var client = try TestClient(port: first.port, timeoutMilliseconds: 90_000)
        let long = try #require(try submit(client, "cancer", Self.longJob)["id"]?.asString)
        let ids = try (0..<10).map { _ in try #require(try submit(client, "credit", Self.shortJob)["id"]?.asString) }
        #expect(Set(ids).count == 10)
        #expect(first.terminate() == 0)

        let second = try ServerProcess(dataFolder: data)
        client = try TestClient(port: second.port, timeoutMilliseconds: 90_000)
        _ = try client.request("DELETE", "/v1/jobs/\(long)")
        for id in ids {
            #expect(try wait(client, id, until: isFinal)["status"]?.asString == "succeeded")
        }
        #expect(second.terminate() == 0)
    }

    @Test func anIdempotencyKeyNamesOneJob() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        func post(_ body: String) throws -> TestResponse {
            try client.request(
                "POST", "/v1/models/credit:explain",
                headers: [("Content-Type", "application/json"), ("Idempotency-Key", "k1")], body: Array(body.utf8))
        }
        let first = try JSONValue.parse(try post(Self.shortJob).body)["id"]
        let again = try JSONValue.parse(try post(Self.shortJob).body)["id"]
        #expect(first != nil)
        #expect(first == again)
        let other = try post(Self.shortJob.replacing("40.5", with: "41.5"))
        #expect(other.status == 409)
        #expect(try JSONValue.parse(other.body)["code"]?.asString == "idempotency_conflict")
        #expect(server.terminate() == 0)
    }

    @Test func refiningAnswersNowAndQueuesTheExactValues() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 90_000)
        let body = Self.shortJob.replacing(
            #""method":"enumeration","mode":"async""#, with: #""refine":"exact","space":"probability""#)
        let response = try client.request("POST", "/v1/models/credit:explain", json: body)
        #expect(response.status == 200)
        let answer = try JSONValue.parse(response.body)
        #expect(answer["explanations"]?[0]?["method"]?.asString == "kernel_shap")
        let id = try #require(answer["job"]?["id"]?.asString)
        #expect(try wait(client, id, until: isFinal)["status"]?.asString == "succeeded")
        let result = try JSONValue.parse(try client.request("GET", "/v1/jobs/\(id)/result").body)
        #expect(result["explanations"]?[0]?["method"]?.asString == "enumeration")
        #expect(server.terminate() == 0)
    }
}
