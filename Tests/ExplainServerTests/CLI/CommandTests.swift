import ExplainAPI
import ExplainCore
import Testing

@testable import explainctl

@Suite struct CommandTests {
    private static let problem = ClientResponse(
        422,
        #"{"status":422,"code":"unknown_feature","detail":"there is no feature 'agee'","field":"instances[0].agee","request_id":"r1"}"#
    )

    @Test(arguments: allCommands.map { $0.spec.name })
    func everyCommandHasHelp(name: String) {
        let run = CommandRun(name, "--help")
        #expect(run.exitCode == .success)
        #expect(run.output.hasPrefix("usage: explainctl \(name) "))
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: [
        ["health"], ["stats"], ["cache"], ["cache", "clear"], ["models"], ["models", "show", "m"], ["jobs"],
        ["jobs", "watch", "j"], ["explain", "m", "--row", "[1]"],
    ])
    func withoutServerTheExitCodeIsTwo(words: [String]) {
        let run = CommandRun(words, environment: ["EXPLAIND_URL": "http://h:1"])
        #expect(run.exitCode == .unreachable)
        #expect(run.output.isEmpty)
        #expect(
            run.errors
                == "explainctl: no explaind answers at http://h:1: connection refused. Start one with 'explaind', or "
                + "name another with --url or EXPLAIND_URL\n")
    }

    @Test(arguments: [
        ([], "name a command"), (["helth"], "there is no command 'helth'"),
        (["health", "now"], "'now' is one word too many"),
        (["cache", "drop"], "'drop' is one word too many"), (["jobs", "watch"], "ID is missing"),
        (["models", "show"], "MODEL is missing"), (["explain"], "MODEL is missing"),
        (["explain", "m"], "give one of --row and --file"),
        (["explain", "m", "--row", "1"], "--row: a row is an array or an object"),
        (["explain", "m", "--row", "[1]", "--seed", "-1"], "--seed takes a whole number from 0, not '-1'"),
        (["explain", "m", "--row", "[1]", "--tolerance", "nan"], "--tolerance takes a positive number, not 'nan'"),
        (["health", "--url", "ftp://a"], "--url takes http://HOST[:PORT], not 'ftp://a'"),
        (["explain", "m", "--file", "/nowhere/a.csv"], "/nowhere/a.csv: no such file or directory"),
    ])
    func usageIsExplained(words: [String], message: String) {
        let run = CommandRun(words)
        #expect(run.exitCode == .usage)
        #expect(
            run.errors
                == "explainctl: \(message)\nexplainctl --help shows the commands, explainctl COMMAND --help one\n")
        #expect(run.requests.isEmpty)
    }

    @Test func theVersionIsTheServers() {
        #expect(CommandRun("--version").output == "explainctl \(Engine.version)\n")
    }

    @Test func refusalsCarryCodeAndField() {
        let run = CommandRun(
            "explain", "m", "--row", #"{"agee": 1}"#, answers: ["POST /v1/models/m:explain": [Self.problem]])
        #expect(run.exitCode == .refused)
        #expect(
            run.errors
                == "explainctl: there is no feature 'agee' (instances[0].agee) [422 unknown_feature, request r1]\n")
    }

    @Test func placesAreNotSaidTwice() {
        let body = #"{"code":"wrong_width","detail":"instances[0] has 1 value","field":"instances[0]"}"#
        let run = CommandRun(
            "explain", "m", "--row", "[1]", answers: ["POST /v1/models/m:explain": [ClientResponse(422, body)]])
        #expect(run.errors == "explainctl: instances[0] has 1 value [422 wrong_width]\n")
    }

    @Test func strangersAreNamedAsSuch() {
        let run = CommandRun("stats", answers: ["GET /v1/stats": [ClientResponse(200, "<html>")]])
        #expect(run.exitCode == .refused)
        #expect(run.errors.hasPrefix("explainctl: the server's answer is not understood: "))
    }

    @Test(arguments: [(200, ExitCode.success, "ready"), (503, .refused, "not ready")])
    func healthTellsTheShell(status: Int, exitCode: ExitCode, word: String) {
        let body = #"{"status":"x","reasons":["model a: broken","draining"]}"#
        let answers = ["GET /readyz": [ClientResponse(status, body)]]
        let run = CommandRun("health", "--url", "http://h", answers: answers)
        #expect(run.exitCode == exitCode)
        #expect(
            run.output
                == "http://h is \(word)\n  status: x\n  reasons: model a: broken\n  reasons: draining\n")
        #expect(CommandRun("health", "--json", answers: answers).output == body + "\n")
    }

    @Test func explainPostsWhatItWasTold() {
        let run = CommandRun(
            "explain", "a b", "--row", #"[1, null, "x"]"#, "--method=kernel_shap", "--output", "1", "--space",
            "probability", "--budget", "200", "--seed", "7", "--deadline-ms", "150", "--tolerance", "0.05",
            "--num-features", "5", "--kernel-width", "1.5", "--feature-selection", "forward", "--groups", "--index",
            "banzhaf", "--interactions", "--refine", "--async")
        #expect(run.requests.map(\.target) == ["/v1/models/a%20b:explain"])
        #expect(
            run.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
                #"{"instances":[[1,null,"x"]],"parameters":{"method":"kernel_shap","space":"probability","#
                    + #""feature_selection":"forward","index":"banzhaf","output":1,"budget":200,"seed":7,"#
                    + #""deadline_ms":150,"num_features":5,"tolerance":0.05,"kernel_width":1.5,"groups":true,"#
                    + #""interactions":true,"refine":"exact","mode":"async"}}"#
            ])
    }

    @Test func withoutOptionsThereAreNoParameters() {
        let run = CommandRun("explain", "m", "--row", #"{"a":1}"#)
        #expect(run.requests.map { String(decoding: $0.body, as: UTF8.self) } == [#"{"instances":[{"a":1}]}"#])
    }

    @Test func cacheIsShownAndCleared() {
        let stats = ClientResponse(200, #"{"cache":{"entries":2,"hits":40},"jobs":{"queued":0}}"#)
        let run = CommandRun("cache", answers: ["GET /v1/stats": [stats]])
        #expect(run.output == "CACHE    VALUE\nentries      2\nhits        40\n")
        #expect(
            CommandRun("cache", "--json", answers: ["GET /v1/stats": [stats]]).output
                == #"{"entries":2,"hits":40}"# + "\n")
        let cleared = CommandRun(
            "cache", "clear", "--model", "m",
            answers: ["DELETE /v1/cache?model=m": [ClientResponse(200, #"{"removed":2}"#)]])
        #expect(cleared.output == "cleared the cache of m (removed: 2)\n")
    }

    @Test func brokenModelsAreTheExitCode() {
        let body =
            #"{"models":["a"],"details":[{"name":"a","version":"1","format":"xgboost-json","kind":"tree ensemble","#
            + #""features":[{"name":"x","type":"float","nullable":false}],"outputs":["y","z"]}],"#
            + #""failures":[{"model":"b","version":"2","message":"no model file"}]}"#
        let run = CommandRun("models", answers: ["GET /v1/models": [ClientResponse(200, body)]])
        #expect(run.exitCode == .refused)
        #expect(
            run.output == """
                MODEL  VERSION  FORMAT        KIND           FEATURES  OUTPUTS
                a      1        xgboost-json  tree ensemble         1  y, z

                failed to load: b 2: no model file

                """)
    }
}
