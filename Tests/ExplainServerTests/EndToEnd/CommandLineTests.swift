import ExplainCore
import Foundation
import Testing

@testable import explainctl

/// explainctl against the real server, over a real socket.
@Suite struct CommandLineTests {
    private static let row = "[59, 2, 26.2, 94, 169.9, 99.1, 42, 4, 4.6, 92]"

    @Test func everyAnswerIsUnderstood() throws {
        let server = try ServerProcess()
        for words in [["health"], ["models"], ["models", "show", "credit"], ["cache"], ["stats"], ["jobs"]] {
            let run = CommandRun(words, port: server.port)
            #expect(run.exitCode == .success, "\(words): \(run.errors)")
            #expect(!run.output.isEmpty)
            let json = CommandRun(words + ["--json"], port: server.port)
            #expect(throws: Never.self) { try JSONValue.parse(Array(json.output.utf8)) }
        }
        #expect(CommandRun("models", port: server.port).output.contains("\ncredit    1"))
    }

    @Test func aRepeatedRequestIsAHitInTheCache() throws {
        let server = try ServerProcess()
        let first = CommandRun("explain", "diabetes", "--row", Self.row, "--groups", port: server.port)
        #expect(first.exitCode == .success, "\(first.errors)")
        #expect(first.output.contains("cache miss"))
        #expect(
            CommandRun("explain", "diabetes", "--row", Self.row, "--groups", port: server.port).output.contains(
                "cache hit"))
        #expect(CommandRun("cache", port: server.port).output.contains("\nhits                   1\n"))
        #expect(CommandRun("cache", "clear", port: server.port).output == "cleared the cache (removed: 1)\n")
    }

    @Test func aFileOfRowsBecomesAJobThatIsFollowed() throws {
        let server = try ServerProcess(arguments: ["--sync-operations", "0"])
        let path = Repository.root.appendingPathComponent("Fixtures/models/credit/background.csv").path
        let run = CommandRun("explain", "credit", "--file", path, "--budget", "16", "--json", port: server.port)
        #expect(run.exitCode == .success, "\(run.errors)")
        #expect(run.errors.contains("100% succeeded"))
        #expect(try JSONValue.parse(Array(run.output.utf8))["explanations"]?.asArray?.count == 100)
        #expect(CommandRun("jobs", port: server.port).output.contains("succeeded  100%"))
    }

    @Test func refusalsAndUnknownJobsAreTheExitCode() throws {
        let server = try ServerProcess()
        let refused = CommandRun("explain", "diabetes", "--row", #"{"aeg": 1}"#, port: server.port)
        #expect(refused.exitCode == .refused)
        #expect(refused.errors.contains("unknown_feature"))
        #expect(CommandRun("jobs", "show", "jb_nothing", port: server.port).exitCode == .refused)
    }

    @Test func withoutServerTheExitCodeIsTwo() {
        let run = CommandRun("health", port: 1)
        #expect(run.exitCode == .unreachable)
        #expect(run.errors.contains("no explaind answers at http://127.0.0.1:1"))
    }
}
