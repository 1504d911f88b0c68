import ExplainCore
import Testing

/// What a caller who sets a deadline gets by then.
@Suite struct CallersDeadlineTests {
    private static let row =
        "[13,0.42,14.2,20.8,1.3,24.1,0.11,0.007,0.13,0.08,0.011,0.11,0.03,0.019,0.08,0.25,0.03,0.32]"

    private func ask(_ client: TestClient, _ parameters: String, rows: Int = 1) throws -> TestResponse {
        let rows = [String](repeating: Self.row, count: rows).enumerated().map { position, row in
            row.replacing("[13,", with: "[\(13 + position),")
        }
        return try client.request(
            "POST", "/v1/models/cancer:explain",
            json: #"{"instances":[\#(rows.joined(separator: ","))],"parameters":\#(parameters)}"#)
    }

    /// Budgets far beyond what the time allows, some of all 2^18 coalitions: neither the time to draw them nor the modes
    /// keep the caller from an answer, and 250 ms are the least that a busy machine is asked for.
    @Test(
        arguments: [
            #""estimator":"wls","budget":200000"#, #""budget":200000,"tolerance":1e-9"#,
            #""method":"kernel_shap","budget":262144,"tolerance":1e-9"#, #""estimator":"leverage","budget":1000000"#,
        ], ["sync", "auto"])
    func samplingAnswersInTime(parameters: String, mode: String) throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        let answer = try ask(client, #"{\#(parameters),"deadline_ms":250,"mode":"\#(mode)"}"#)
        #expect(answer.status == 200, "\(answer.text)")
        let explanation = try #require(try JSONValue.parse(answer.body)["explanations"]?[0])
        #expect(explanation["converged"] == .bool(false))
        #expect(explanation["exact"] == .bool(false))
        #expect(explanation["cut_by_deadline"] == .bool(true))
        #expect((38...200_000).contains(explanation["evaluations"]?.asInt ?? 0))
        #expect(server.terminate() == 0)
    }

    /// A deadline is that of the whole request, and every row has its part of it.
    @Test func everyRowOfARequestIsAnswered() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        let answer = try ask(client, #"{"estimator":"wls","budget":200000,"deadline_ms":2000}"#, rows: 4)
        #expect(answer.status == 200, "\(answer.text)")
        let explanations = try #require(try JSONValue.parse(answer.body)["explanations"]?.asArray)
        #expect(explanations.count == 4)
        #expect(explanations.allSatisfy { $0["cut_by_deadline"] == .bool(true) })
        #expect(server.terminate() == 0)
    }

    @Test func anExactMethodSaysThatTheDeadlinePassed() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        for mode in ["sync", "auto"] {
            let answer = try ask(client, #"{"method":"enumeration","deadline_ms":50,"mode":"\#(mode)"}"#)
            #expect(answer.status == 504)
            #expect(try JSONValue.parse(answer.body)["code"]?.asString == "deadline_exceeded")
        }
        #expect(server.terminate() == 0)
    }

    /// What the deadline cut is refined by what is exact, and what it did not cut is not.
    @Test func aCutAnswerIsRefined() throws {
        let server = try ServerProcess()
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        let cut = try ask(
            client, #"{"method":"kernel_shap","budget":262144,"deadline_ms":250,"refine":"exact","groups":false}"#)
        #expect(try JSONValue.parse(cut.body)["job"] != nil, "\(cut.text)")
        #expect(server.terminate() == 0)
    }
}
