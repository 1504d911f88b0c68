import ExplainCore
import Foundation
import Testing

/// Clients that hang up while their explanation is computed.
@Suite struct GoneClientTests {
    private static let row =
        "[13,0.42,14.2,20.8,1.3,24.1,0.11,0.007,0.13,0.08,0.011,0.11,0.03,0.019,0.08,0.25,0.03,0.32]"

    /// 2^18 coalitions take seconds; what is not stopped goes on for long after the test.
    private static let long = #"{"instances":[\#(row)],"parameters":{"method":"enumeration","mode":"sync"}}"#

    private func post(_ body: String, _ client: TestClient, verb: String = "explain") throws {
        try client.send(
            "POST /v1/models/cancer:\(verb) HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
    }

    private func abandoned(_ client: TestClient) -> Int? {
        guard let metrics = try? client.request("GET", "/metrics") else { return nil }
        let line = metrics.text.split(separator: "\n").first { $0.hasPrefix("explaind_abandoned_total ") }
        return line?.split(separator: " ").last.flatMap { Int($0) }
    }

    private func stats(_ client: TestClient, _ section: String, _ member: String) -> Int? {
        guard let stats = try? client.request("GET", "/v1/stats") else { return nil }
        return (try? JSONValue.parse(stats.body))?[section]?[member]?.asInt
    }

    @Test(arguments: [false, true]) func theLastClientTakesItsComputationAlong(resets: Bool) throws {
        let server = try ServerProcess()
        let watcher = try TestClient(port: server.port)
        let client = try TestClient(port: server.port)
        try post(Self.long, client)
        #expect(waitUntil { stats(watcher, "compute", "busy") == 1 })
        if resets { client.resetOnClose() }
        _ = consume client
        #expect(waitUntil { abandoned(watcher) == 1 && stats(watcher, "compute", "busy") == 0 })
        #expect(stats(watcher, "cache", "entries") == 0)
        #expect(stats(watcher, "compute", "abandoned") == 1)
        #expect(server.terminate() == 0)
    }

    @Test func whoStillWaitsGetsTheAnswerThatAnotherBegan() throws {
        let server = try ServerProcess()
        let watcher = try TestClient(port: server.port)
        let body =
            #"{"instances":[\#(Self.row)],"parameters":{"method":"kernel_shap","estimator":"wls","budget":20000,"mode":"sync"}}"#
        let first = try TestClient(port: server.port)
        try post(body, first)
        #expect(waitUntil { stats(watcher, "compute", "busy") == 1 })
        let second = try TestClient(port: server.port, timeoutMilliseconds: 300_000)
        try post(body, second)
        #expect(waitUntil { stats(watcher, "cache", "joined") == 1 })
        first.resetOnClose()
        _ = consume first
        let answer = try second.receive()
        #expect(answer.status == 200)
        let explanation = try #require(try JSONValue.parse(answer.body)["explanations"]?[0])
        #expect(explanation["cache"]?.asString == "joined")
        #expect(abandoned(watcher) == 0)
        #expect(stats(watcher, "cache", "entries") == 1)
        #expect(server.terminate() == 0)
    }

    /// A client that only sends no more is told, when it is still there, why it gets nothing.
    @Test func aHalfClosedClientIsToldThatItsComputationStopped() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port)
        try post(Self.long, client)
        client.closeSending()
        let answer = try client.receive()
        #expect(answer.status == 499)
        #expect(try JSONValue.parse(answer.body)["code"]?.asString == "client_gone")
        #expect(server.terminate() == 0)
    }

    @Test func importanceStopsToo() throws {
        let server = try ServerProcess()
        let watcher = try TestClient(port: server.port)
        let client = try TestClient(port: server.port)
        let rows = [String](repeating: Self.row, count: 400).joined(separator: ",")
        let labels = [String](repeating: "0", count: 400).joined(separator: ",")
        try post(
            #"{"instances":[\#(rows)],"labels":[\#(labels)],"parameters":{"repeats":1000,"mode":"sync"}}"#, client,
            verb: "importance")
        #expect(waitUntil { stats(watcher, "compute", "busy") == 1 })
        client.resetOnClose()
        _ = consume client
        #expect(waitUntil { abandoned(watcher) == 1 && stats(watcher, "compute", "busy") == 0 })
        #expect(server.terminate() == 0)
    }
}
