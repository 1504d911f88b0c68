import ExplainCore
import Foundation
import Testing

@testable import explainctl

/// explainctl against the real server, over a real socket.
@Suite struct CommandLineTests {
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

    @Test func aFileOfRowsBecomesAJobThatIsFollowed() throws {
        let server = try ServerProcess(arguments: ["--sync-operations", "0"])
        let path = Repository.root.appendingPathComponent("Fixtures/models/credit/background.csv").path
        let run = CommandRun("explain", "credit", "--file", path, "--budget", "16", "--json", port: server.port)
        #expect(run.exitCode == .success, "\(run.errors)")
        #expect(run.errors.contains("100% succeeded"))
        #expect(try JSONValue.parse(Array(run.output.utf8))["explanations"]?.asArray?.count == 100)
        #expect(CommandRun("jobs", port: server.port).output.contains("succeeded  100%"))
    }
}
