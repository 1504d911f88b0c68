import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct RemoteModelTests {
    private static let rows: [[Double]] = [[1, 2], [3, 4], [1, 2], [-0.0, 0.1], [0, 0.1], [.nan, 1]]
    private static let answers: [Double] = [5.5, 11.5, 5.5, 0.7, 0.7, 2.5]

    @Test(arguments: RemoteProtocol.allCases) func predictsInEveryProtocol(_ wireProtocol: RemoteProtocol) throws {
        let server = try FakeModelServer(FakeModel.linear)
        let target = RemoteTarget(try RemoteFixture.settings(server.url, wireProtocol))
        let model = try RemoteFixture.model(target)
        #expect(RemoteFixture.outcome(model, Self.rows) == .success(Self.answers))
        // The third row is the first; zero and negative zero differ.
        #expect(server.rows == 5)
        let request = try #require(server.requests.first)
        #expect(
            request.path == ["v2": "/v2/models/m/infer", "v1": "/v1/models/m:predict"][wireProtocol.rawValue]
                ?? "/invocations")
        #expect(request.fields["seldon-skip-logging"] == "true")
        #expect(request.fields["bias-ignore"] == "true")
        #expect(target.report.counters.savedRows == 1)
        #expect(target.report.counters.outcomes == [.answered: 1])
    }

    @Test func batchesByRowsAndBytes() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let many = (0..<100).map { [Double($0), 0.123456789] }
        let byRows = RemoteTarget(try RemoteFixture.settings(server.url) { $0.maximumRows = 30 })
        #expect(
            RemoteFixture.outcome(try RemoteFixture.model(byRows), many)
                == .success(many.map { $0[0] + 2 * $0[1] + 0.5 }))
        #expect(server.requests.map { FakeModel.rows(of: $0)?.count } == [30, 30, 30, 10])
        let byBytes = RemoteTarget(try RemoteFixture.settings(server.url) { $0.maximumRequestBytes = 1_024 })
        #expect(try RemoteFixture.outcome(try RemoteFixture.model(byBytes), many).get().count == 100)
        #expect(server.requests[4...].allSatisfy { $0.body.count <= 1_024 })
        #expect(server.connectionCount == 2)
    }

    static let bad: [(String, AnswerFault)] = [
        (#"{"predictions":[1]}"#, .rows(1, expected: 2)), (#"{"predictions":[1,2,3]}"#, .rows(3, expected: 2)),
        (#"{"predictions":[[1,2],[3,4]]}"#, .width(2, expected: 1)),
        (#"{"predictions":[[1],[3,4]]}"#, .width(2, expected: 1)), (#"{"predictions":["a","b"]}"#, .labels),
        (#"{"predictions":[true,false]}"#, .labels), (#"{"predictions":[1,null]}"#, .notFinite),
        (#"{"predictions":[1,NaN]}"#, .notFinite), (#"{"predictions":[1,Infinity]}"#, .notFinite),
        (#"{"predictions":[1,1e999]}"#, .form), (#"{"predictions":{"a":[1,2],"b":[1,2]}}"#, .output),
        (#"{"other":[1,2]}"#, .form), ("[1,2]", .form), ("{", .form), ("", .form), (#"{"predictions":[1,2]} x"#, .form),
        ("{\"predictions\":" + String(repeating: "[", count: 100), .form),
    ]

    @Test(arguments: bad) func aBadAnswerIsNoAnswer(_ text: String, _ fault: AnswerFault) throws {
        let server = try FakeModelServer { _ in .json(text) }
        let target = RemoteTarget(try RemoteFixture.settings(server.url, .kserveV1))
        #expect(
            RemoteFixture.outcome(try RemoteFixture.model(target), [[1, 2], [3, 4]]) == .failure(.badAnswer(fault)))
        #expect(target.report.counters.outcomes == [.badAnswer: 1] || fault == .width(2, expected: 1))
    }

    static let badTensors: [(String, AnswerFault)] = [
        (#"{"id":"other","outputs":[{"name":"p","shape":[2],"data":[1,2]}]}"#, .otherRequest),
        (#"{"outputs":[]}"#, .form), (#"{"outputs":[{"name":"p","shape":[],"data":[]}]}"#, .form),
        (#"{"outputs":[{"name":"p","shape":[2],"data":[1]}]}"#, .rows(1, expected: 2)),
        (#"{"outputs":[{"name":"p","shape":[1,2],"data":[1,2]}]}"#, .rows(1, expected: 2)),
        (#"{"outputs":[{"name":"p","shape":[2,-1],"data":[1,2]}]}"#, .form),
        (#"{"outputs":[{"name":"p","shape":[2,9223372036854775807,2],"data":[1,2]}]}"#, .form),
        (#"{"outputs":[{"name":"p","shape":[2],"data":["a","b"]}]}"#, .labels),
        (#"{"outputs":[{"name":"p","shape":[2],"data":[1,2]},{"name":"q","shape":[2],"data":[1,2]}]}"#, .output),
        (#"{"error":"x"}"#, .form),
    ]

    @Test(arguments: badTensors) func aBadTensorIsNoAnswer(_ text: String, _ fault: AnswerFault) throws {
        let server = try FakeModelServer { _ in .json(text) }
        let target = RemoteTarget(try RemoteFixture.settings(server.url))
        #expect(
            RemoteFixture.outcome(try RemoteFixture.model(target), [[1, 2], [3, 4]]) == .failure(.badAnswer(fault)))
    }

    static let responses: [(FakeModelServer.Reply, ModelError)] = [
        (
            .bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"),
            .badAnswer(.mediaType)
        ),
        (
            .bytes("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
            .badAnswer(.mediaType)
        ),
        (.bytes("garbage\r\n\r\n\r\n\r\n"), .badAnswer(.notHTTP)),
        (.bytesAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"), .unavailable(.brokenOff)),
        (.bytesAndClose(""), .unavailable(.brokenOff)),
        (.json("{}", status: 500), .unavailable(.status(500))), (.json("{}", status: 404), .unavailable(.status(404))),
        (
            .bytes("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"),
            .unavailable(.status(302))
        ),
    ]

    @Test(arguments: responses.indices) func aBadResponseIsNoAnswer(_ index: Int) throws {
        let (reply, error) = Self.responses[index]
        let server = try FakeModelServer { _ in reply }
        let target = RemoteTarget(try RemoteFixture.settings(server.url))
        #expect(RemoteFixture.outcome(try RemoteFixture.model(target), [[1, 2]]) == .failure(error))
        // Nothing of this is worth repeating, and no redirection is followed.
        #expect(server.requests.count == 1)
        #expect(target.report.counters.retries == 0)
    }

    @Test func repeatsWhatMayPass() throws {
        let server = try FakeModelServer { request in
            request.number == 0 ? .json("{}", status: 503) : FakeModel.linear(request)
        }
        let target = RemoteTarget(try RemoteFixture.settings(server.url))
        #expect(RemoteFixture.outcome(try RemoteFixture.model(target), [[1, 2]]) == .success([5.5]))
        #expect(target.report.counters.retries == 1)
        #expect(target.report.counters.outcomes == [.failed: 1, .answered: 1])
    }

    @Test func retriesAreBudgeted() throws {
        let server = try FakeModelServer { _ in .json("{}", status: 503) }
        let target = RemoteTarget(try RemoteFixture.settings(server.url))
        let model = try RemoteFixture.model(target)
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.unavailable(.status(503))))
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.unavailable(.status(503))))
        #expect(server.requests.count == 3)
    }

    @Test func repeatsWhatNobodyAccepted() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let target = RemoteTarget(try RemoteFixture.settings(server.url))
        server.stop()
        #expect(
            RemoteFixture.outcome(try RemoteFixture.model(target), [[1, 2]]) == .failure(.unavailable(.noConnection)))
        #expect(target.report.counters.retries == 1)
        #expect(target.report.counters.outcomes == [.noConnection: 2])
    }

    @Test func noRequestBeginsAfterTheEndOfItsJob() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let clock = ManualClock()
        let target = RemoteTarget(try RemoteFixture.settings(server.url), clock: clock)
        var model = try RemoteFixture.model(target)
        model.call.jobEndNanoseconds = clock.monotonicNanoseconds + 1_000_000_000
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .success([5.5]))
        clock.advance(milliseconds: 1_000)
        #expect(RemoteFixture.outcome(model, [[1, 3]]) == .failure(.timedOut))
        #expect(server.requests.count == 1)
        #expect(target.report.breaker == "closed")
    }

    @Test func theBreakerKeepsRequestsAwayAndLetsOneThrough() throws {
        let clock = ManualClock()
        let server = try FakeModelServer { _ in .json("{}", status: 500) }
        let target = RemoteTarget(try RemoteFixture.settings(server.url), clock: clock)
        let model = try RemoteFixture.model(target)
        for _ in 0..<5 {
            #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.unavailable(.status(500))))
        }
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.unavailable(.suspended(seconds: 10))))
        #expect(server.requests.count == 5)
        #expect(target.report.breaker == "open")
        clock.advance(milliseconds: 10_000)
        #expect(target.report.breaker == "half_open")
        server.behave(FakeModel.linear)
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .success([5.5]))
        #expect(target.report.breaker == "closed")
        #expect(target.report.counters.suspensions == 1)
        #expect(target.report.openings == 1)
    }

    @Test func clientErrorsDoNotOpenTheBreaker() throws {
        let server = try FakeModelServer { _ in .json("{}", status: 422) }
        let target = RemoteTarget(try RemoteFixture.settings(server.url))
        let model = try RemoteFixture.model(target)
        for _ in 0..<8 {
            #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.unavailable(.status(422))))
        }
        #expect(target.report.breaker == "closed")
        #expect(target.report.counters.outcomes == [.refused: 8])
    }

    @Test func aHangingServerIsTimedOutAndCountsAgainstIt() throws {
        let server = try FakeModelServer { _ in .hang }
        let target = RemoteTarget(try RemoteFixture.settings(server.url) { $0.timeoutMilliseconds = 30 })
        let model = try RemoteFixture.model(target)
        for _ in 0..<5 { #expect(RemoteFixture.outcome(model, [[1, 2]]) == .failure(.timedOut)) }
        #expect(target.report.breaker == "open")
    }

    @Test func fieldsAreSentOnWhereTheyShould() throws {
        let server = try FakeModelServer(FakeModel.linear)
        let settings = try RemoteFixture.settings(server.url) {
            $0.fields = [HTTPField("Seldon-Skip-Logging", "no"), HTTPField("x-perturbed", "yes")]
        }
        let target = RemoteTarget(settings, authorization: "Bearer own")
        let head = RequestHead(
            method: .post, path: "/",
            fields: HTTPFields([
                (name: "X-Request-ID", value: "r1"), (name: "traceparent", value: "00-1"),
                (name: "Authorization", value: "Bearer caller"), (name: "Cookie", value: "c"),
            ]))
        var model = try RemoteFixture.model(target)
        model.call.fields = RemoteCall.fields(of: head, withAuthorization: false)
        #expect(RemoteFixture.outcome(model, [[1, 2]]) == .success([5.5]))
        let fields = try #require(server.requests.first).fields
        #expect(fields["x-request-id"] == "r1")
        #expect(fields["traceparent"] == "00-1")
        #expect(fields["authorization"] == "Bearer own")
        #expect(fields["cookie"] == nil)
        #expect(fields["seldon-skip-logging"] == "no")
        #expect(fields["bias-ignore"] == "true")
        #expect(fields["x-perturbed"] == "yes")
        let forwarded = RemoteCall.fields(of: head, withAuthorization: true)
        #expect(forwarded.last == HTTPField("authorization", "Bearer caller"))
    }
}
