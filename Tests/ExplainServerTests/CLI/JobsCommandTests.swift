import ExplainCore
import Testing

@testable import explainctl

@Suite struct JobsCommandTests {
    private static func job(_ status: String, _ fraction: Double, error: String = "") -> ClientResponse {
        ClientResponse(
            200,
            #"{"id":"jb_1","kind":"explain","model":"m","status":"\#(status)","progress":{"done":\#(Int(fraction * 8)),"#
                + #""total":8,"fraction":\#(fraction),"eta_seconds":4.2},"attempts":1,"created_at":"t"\#(error)}"#)
    }

    private static let result = ClientResponse(
        200,
        #"{"predictions":[1.5],"explanations":[{"id":"ex_1","model":{"name":"m"},"method":"enumeration","exact":true,"#
            + #""output":{"index":1,"name":"yes"},"space":"margin","base_value":1,"prediction":1.5,"#
            + #""features":["a","b"],"data":[3,null],"values":[-0.25,0.75],"evaluations":4,"converged":true}]}"#)

    private static let resultText = """
        m, yes (margin): 1.5, from a base of 1
        FEATURE  DATA  ATTRIBUTION
        b           -        +0.75
        a           3        -0.25
        enumeration, exact, 4 evaluations, ex_1

        """

    private static let following = [
        "POST /v1/models/m:explain": [
            ClientResponse(status: 202, body: job("queued", 0).body)
        ],
        "GET /v1/jobs/jb_1?wait=1": [job("queued", 0), job("running", 0.5), job("succeeded", 1)],
        "GET /v1/jobs/jb_1/result": [result],
    ]

    @Test func listShowsATable() {
        let list =
            #"{"jobs":["# + String(decoding: Self.job("running", 0.5).body, as: UTF8.self) + #"],"next_cursor":"c"}"#
        let run = CommandRun(
            "jobs", "list", "--status", "running", "--limit", "5",
            answers: ["GET /v1/jobs?status=running&limit=5": [ClientResponse(200, list)]])
        #expect(
            run.output == """
                JOB   MODEL  KIND     STATUS   DONE  ATTEMPTS  CREATED
                jb_1  m      explain  running   50%         1  t

                """)
        #expect(run.errors == "there are more: --cursor c\n")
    }

    @Test func watchWritesLinesWithoutATerminal() {
        let run = CommandRun("jobs", "watch", "jb_1", answers: Self.following)
        #expect(run.exitCode == .success)
        #expect(run.output.isEmpty)
        #expect(
            run.errors == """
                jb_1   0% queued 0/8
                jb_1  50% running 4/8, 5 s left
                jb_1 100% succeeded 8/8

                """)
    }

    @Test func watchDrawsABarOnATerminal() {
        let run = CommandRun("jobs", "watch", "jb_1", answers: Self.following, progressWidth: 80)
        let bars = run.errors.split(separator: "\r\u{1B}[K")
        #expect(bars.count == 3)
        #expect(bars.last == "[########################################] 100% succeeded 8/8\n")
    }

    @Test func aFailedJobIsTheExitCode() {
        let failed = Self.job("failed", 0.5, error: #","error":{"code":"model","detail":"row 3 is not finite"}"#)
        let run = CommandRun("jobs", "watch", "jb_1", answers: ["GET /v1/jobs/jb_1?wait=1": [failed]])
        #expect(run.exitCode == .refused)
        #expect(run.errors.hasSuffix("explainctl: the job failed: row 3 is not finite\n"))
    }

    @Test func explainFollowsItsJob() {
        let run = CommandRun("explain", "m", "--row", "[3,null]", answers: Self.following)
        #expect(run.exitCode == .success)
        #expect(run.output == Self.resultText)
        #expect(run.errors.hasPrefix("queued as jb_1\n"))
    }

    @Test func asyncPrintsTheJobAlone() {
        let run = CommandRun("explain", "m", "--row", "[3,null]", "--async", answers: Self.following)
        #expect(run.output == "jb_1\n")
        #expect(run.requests.count == 1)
    }

    @Test func resultsAreShownAsTables() {
        #expect(CommandRun("jobs", "result", "jb_1", answers: Self.following).output == Self.resultText)
    }

    @Test func groupsShowTheColumnThatIsSet() {
        let text = ResultText.text(
            .object([
                JSONMember(
                    "explanations",
                    .array([
                        .array([
                            .object([
                                JSONMember("features", .array([.string("region"), .string("rest")])),
                                JSONMember("values", .array([.number(JSONNumber(2.0)), .number(JSONNumber(1.0))])),
                                JSONMember(
                                    "data",
                                    .array([
                                        .object([JSONMember("r0", .bool(false)), JSONMember("r1", .bool(true))]),
                                        .object([JSONMember("a", .number(JSONNumber(0.5)))]),
                                    ])),
                            ])
                        ])
                    ]))
            ]))
        #expect(text.contains("\nregion      r1           +2\nrest     a 0.5           +1\n"))
    }

    @Test(arguments: [(#""standard_errors":null,"#, true), (#""standard_errors":[0.5],"#, false), ("", false)])
    func anEstimateWithoutStandardErrorsSaysSo(_ member: String, _ isBlind: Bool) throws {
        let document = try JSONValue.parse(
            Array(
                (#"{"explanations":[{"features":["a"],"values":[1],\#(member)"exact":false,"converged":false,"#
                    + #""method":"kernel_shap","evaluations":2}]}"#).utf8))
        #expect(
            ResultText.text(document).hasSuffix(
                "kernel_shap, estimated, 2 evaluations, not converged\(isBlind ? ", no standard errors" : ""), no id\n")
        )
    }

    @Test func identifiersCannotLeaveTheirPath() {
        let run = CommandRun("jobs", "show", "../stats?a")
        #expect(run.requests.map(\.target) == ["/v1/jobs/..%2Fstats%3Fa"])
    }
}
