import ExplainCore
import Foundation
import Testing

/// The operator's tool against the real server, as processes.
@Suite struct OperatorTests {
    private static let row =
        #"[27.6, 0.13, 17.8, 22.9, 0, 0.36, "some_college", false, false, true, false, false, false]"#

    @Test func theTourOfAnOperator() throws {
        let server = try ServerProcess()
        let url = "http://127.0.0.1:\(server.port)"
        let health = try CommandLineRun(["health"], url: url)
        #expect(health.status == 0, "\(health.errors)")
        let models = try CommandLineRun(["models"], url: url)
        #expect(models.status == 0)
        for name in ["cancer", "credit", "diabetes"] { #expect(models.output.contains(name)) }

        for _ in 0..<2 {
            let explained = try CommandLineRun(["explain", "credit", "--row", Self.row, "--json"], url: url)
            #expect(explained.status == 0, "\(explained.errors)")
            let answer = try JSONValue.parse(Array(explained.output.utf8))
            #expect(answer["explanations"]?[0]?["features"]?[0]?.asString == "income_k")
        }
        let cache = try CommandLineRun(["cache", "--json"], url: url)
        let counters = try JSONValue.parse(Array(cache.output.utf8))
        #expect((counters["cache"] ?? counters)["hits"]?.asInt == 1)
        #expect((counters["cache"] ?? counters)["misses"]?.asInt == 1)
        #expect(try CommandLineRun(["cache", "clear"], url: url).status == 0)
        let again = try CommandLineRun(["explain", "credit", "--row", Self.row, "--json"], url: url)
        let fresh = try JSONValue.parse(Array(again.output.utf8))
        #expect(fresh["explanations"]?[0]?["cache"]?.asString == "miss")
        #expect(try CommandLineRun(["stats"], url: url).status == 0)
        #expect(server.terminate() == 0)
    }

    @Test func jobsAreSubmittedWatchedAndRead() throws {
        let server = try ServerProcess()
        let url = "http://127.0.0.1:\(server.port)"
        let submitted = try CommandLineRun(
            ["explain", "credit", "--row", Self.row, "--method", "exact", "--async", "--json"], url: url)
        #expect(submitted.status == 0, "\(submitted.errors)")
        let id = try #require(try JSONValue.parse(Array(submitted.output.utf8))["id"]?.asString)
        let watched = try CommandLineRun(["jobs", "watch", id], url: url)
        #expect(watched.status == 0, "\(watched.errors) \(watched.output)")
        let result = try CommandLineRun(["jobs", "result", id, "--json"], url: url)
        #expect(try JSONValue.parse(Array(result.output.utf8))["explanations"]?[0]?["exact"] == .bool(true))
        #expect(try CommandLineRun(["jobs", "list"], url: url).output.contains(id))
        #expect(try CommandLineRun(["jobs", "show", "jb_nosuch"], url: url).status == 1)
        #expect(server.terminate() == 0)
    }

    @Test func withoutAServerItSaysSo() throws {
        let closed = try ServerProcess()
        let url = "http://127.0.0.1:\(closed.port)"
        closed.kill()
        for command in [["health"], ["stats"], ["cache"], ["models"], ["jobs"], ["explain", "credit", "--row", "[1]"]] {
            let run = try CommandLineRun(command, url: url)
            #expect(run.status == 2, "\(command)")
            #expect(run.errors.contains("127.0.0.1:\(closed.port)"), "\(run.errors)")
        }
    }

    @Test func everyCommandHasHelp() throws {
        #expect(try CommandLineRun(["--help"]).status == 0)
        for command in ["health", "stats", "cache", "models", "explain", "jobs", "importance"] {
            let run = try CommandLineRun([command, "--help"])
            #expect(run.status == 0)
            #expect(run.output.contains("explainctl \(command)"), "\(run.output)")
        }
    }

    @Test func aBrokenFolderIsReportedAndTheOthersServe() throws {
        let folder = try ScratchFolder.make("explaind-models")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: Repository.fixture("models/diabetes"), to: folder.appendingPathComponent("diabetes"))
        let broken = folder.appendingPathComponent("broken")
        try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
        try Data(#"{"model": {"file": "model.json"}}"#.utf8).write(to: broken.appendingPathComponent("explain.json"))
        try Data("{\"learner\": {".utf8).write(to: broken.appendingPathComponent("model.json"))
        let server = try ServerProcess(models: folder)
        let client = try TestClient(port: server.port)
        let ready = try JSONValue.parse(try client.request("GET", "/readyz").body)
        #expect(ready["status"]?.asString == "degraded")
        #expect(ready["failures"]?[0]?["model"]?.asString == "broken")
        let message = try #require(ready["failures"]?[0]?["message"]?.asString)
        #expect(message.contains("model.json"))
        let body = try #require(try DiabetesRows.bodies(count: 1).first)
        #expect(try client.request("POST", "/v1/models/diabetes:explain", json: body).status == 200)
        let models = try CommandLineRun(["models"], url: "http://127.0.0.1:\(server.port)")
        #expect(models.status == 1)
        #expect((models.output + models.errors).contains("broken"))

        // The operator mends the folder and reloads.
        try FileManager.default.removeItem(at: broken)
        server.signal(SIGHUP)
        var status = ""
        for _ in 0..<500 where status != "ready" {
            status = try JSONValue.parse(try client.request("GET", "/readyz").body)["status"]?.asString ?? ""
        }
        #expect(status == "ready")
        #expect(server.terminate() == 0)
    }
}
