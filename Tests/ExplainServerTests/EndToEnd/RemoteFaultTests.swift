import ExplainCore
import Foundation
import Testing

@testable import ExplainServer

/// A model server in every kind of trouble: explanations of its model fail with a code, and nothing else does.
@Suite struct RemoteFaultTests {
    /// A trouble, and what an explanation ends with.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: FakeModelServer.Reply
        let status: Int
        let code: String
    }

    static let faults = [
        Fault(
            testDescription: "too few rows", reply: .json(#"{"outputs":[{"name":"p","shape":[1],"data":[1]}]}"#),
            status: 502, code: "model_bad_answer"),
        Fault(
            testDescription: "NaN", reply: .json(#"{"outputs":[{"name":"p","shape":[3],"data":[NaN,1,2]}]}"#),
            status: 502, code: "model_bad_answer"),
        Fault(
            testDescription: "HTML",
            reply: .bytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"),
            status: 502, code: "model_bad_answer"),
        Fault(
            testDescription: "a huge body", reply: .json(String(repeating: " ", count: 9_999)), status: 502,
            code: "model_bad_answer"),
        Fault(
            testDescription: "a huge body without a length",
            reply: .bytes(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + String(repeating: " ", count: 9_999)),
            status: 502, code: "model_bad_answer"),
        Fault(
            testDescription: "a huge head",
            reply: .bytes("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 40_000)),
            status: 502, code: "model_bad_answer"),
        Fault(
            testDescription: "half an answer", reply: .bytesAndClose("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
            status: 502, code: "model_unavailable"),
        Fault(
            testDescription: "500", reply: .json(#"{"error":"row [1, 2] at /srv/secret"}"#, status: 500), status: 502,
            code: "model_unavailable"),
        Fault(
            testDescription: "503", reply: .json(#"{"error":"secret"}"#, status: 503), status: 502,
            code: "model_unavailable"),
        Fault(
            testDescription: "a redirection",
            reply: .bytes("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/secret\r\nContent-Length: 0\r\n\r\n"),
            status: 502, code: "model_unavailable"),
        Fault(testDescription: "silence", reply: .hang, status: 504, code: "model_timeout"),
        Fault(
            testDescription: "a byte at a time",
            reply: .drip(
                "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + String(repeating: " ", count: 9_999),
                everyMilliseconds: 20),
            status: 504, code: "model_timeout"),
    ]

    /// The whole story of a trouble: the code, the others meanwhile, the breaker, and the recovery.
    @Test(arguments: faults) func anExplanationFailsAndNothingElse(_ fault: Fault) throws {
        let house = try RemoteHouse(remote: #", "timeout_ms": 300, "max_answer_bytes": 8192"#, isLogged: true) { _ in
            fault.reply
        }
        let body = #"{"instances":[[1,2]],"parameters":{"method":"enumeration","mode":"sync"}}"#
        let waiting = try house.begin("/v1/models/far:explain", body)
        #expect(try house.isResponsive())
        let response = try waiting.receive()
        let problem = try JSONValue.parse(response.body)
        #expect(response.status == fault.status)
        #expect(problem["code"]?.asString == fault.code)
        #expect(problem["detail"]?.asString?.contains("secret") == false)
        #expect(response["Content-Type"]?.hasPrefix("application/problem+json") == true)

        var codes: Set<String> = []
        #expect(
            waitUntil(seconds: 60) {
                codes.insert((try? house.post("/v1/models/far:explain", body).body["code"]?.asString) ?? "")
                return codes.contains("model_suspended")
            })
        #expect(codes == [fault.code, "model_suspended"])
        #expect(try #require(try house.farMetric("breaker_openings_total")) >= 1)
        #expect(try house.metric(RemoteHouse.breaker + #""closed"}"#) == 0)
        #expect(try house.isResponsive(1))

        house.peer.behave(FakeModel.linear)
        #expect(waitUntil { (try? house.post("/v1/models/far:explain", body).status) == 200 })
        #expect(try house.metric(RemoteHouse.breaker + #""closed"}"#) == 1)
        let states = house.log.compactMap { $0["breaker"]?.asString }
        #expect(states.first == "open")
        #expect(Array(states.suffix(2)) == ["half_open", "closed"])
        #expect(house.log.allSatisfy { $0["breaker"] == nil || $0["model"]?.asString == "far" })
        #expect(house.log.first { $0["breaker"]?.asString == "open" }?["reason"]?.asString?.isEmpty == false)
        #expect(house.server.terminate() == 0)
    }

    /// The server dies between two batches of one explanation.
    @Test func aModelServerThatDiesMidwayFailsTheExplanation() throws {
        let house = try RemoteHouse(remote: #", "max_rows": 2, "connections": 1"#)
        let before = house.peer.requests.count
        house.peer.behave { [weak peer = house.peer] request in
            guard request.number >= before + 2 else { return FakeModel.linear(request) }
            peer?.stop()
            return .bytesAndClose("")
        }
        let body = #"{"instances":[[1,2]],"parameters":{"method":"enumeration","mode":"sync"}}"#
        let answer = try house.post("/v1/models/far:explain", body)
        #expect(answer.status == 502)
        #expect(answer.body["code"]?.asString == "model_unavailable")
        #expect(house.peer.requests.count > before + 2)
        // Nobody listens any more.
        let next = try house.post("/v1/models/far:explain", body)
        #expect(next.status == 502)
        #expect(next.body["code"]?.asString == "model_unavailable")
        #expect(try house.isResponsive())
    }

    @Test func theBreakerIsSeen() throws {
        let house = try RemoteHouse { _ in .json("{}", status: 500) }
        let body = #"{"instances":[[1,2]],"parameters":{"method":"enumeration","mode":"sync"}}"#
        #expect(try house.metric(RemoteHouse.breaker + #""closed"}"#) == 1)
        #expect(
            waitUntil {
                (try? house.post("/v1/models/far:explain", body).body["code"]?.asString) == "model_suspended"
            })
        let ready = try house.get("/readyz")
        #expect(ready["status"]?.asString == "degraded")
        #expect(ready["targets"]?[0]?["model"]?.asString == "far")
        #expect(["open", "half_open"].contains(ready["targets"]?[0]?["breaker"]?.asString))
        house.peer.behave(FakeModel.linear)
        #expect(waitUntil { (try? house.post("/v1/models/far:explain", body).status) == 200 })
        #expect(try house.get("/readyz")["status"]?.asString == "ready")
        #expect(try house.get("/v1/models/far")["target"]?["breaker"]?.asString == "closed")
    }

    /// Explanations, predictions and importance that wait for a model server hold neither the one thread that computes nor
    /// the one that owns the sockets.
    @Test func manyThatHangHoldUpNobody() throws {
        let house = try RemoteHouse(
            remote: #", "timeout_ms": 60000, "queue": 20"#, arguments: ["--compute-width", "1"]
        ) { _ in .hang }
        var waiting: [TestClient] = []
        for number in 0..<8 {
            let parameters = #""parameters":{"mode":"sync""#
            let rows = "[[\(number),2],[\(number),3]]"
            waiting.append(
                try house.begin(
                    "/v1/models/far:explain", #"{"instances":\#(rows),\#(parameters),"method":"enumeration"}}"#))
            waiting.append(try house.begin("/v1/models/far:predict", #"{"instances":\#(rows)}"#))
            waiting.append(
                try house.begin("/v1/models/far:importance", #"{"instances":\#(rows),"labels":[1,2],\#(parameters)}}"#))
        }
        // Four threads wait for the model server, and all others for a thread.
        #expect(
            waitUntil {
                (try? house.farMetric("threads_busy")) == 4 && (try? house.farMetric("queued")) == 20
            })
        for row in 0..<20 { #expect(try house.isResponsive(row)) }
        let near = try house.submit(
            "/v1/models/near:explain", #"{"instances":[[7,2]],"parameters":{"method":"lime","mode":"async"}}"#)
        #expect(try house.finish(near)["status"]?.asString == "succeeded")
        #expect(try house.farMetric("threads_busy") == 4)
        let refused = try house.post("/v1/models/far:explain", #"{"instances":[[9,9]],"parameters":{"mode":"sync"}}"#)
        #expect(refused.status == 503)
        #expect(refused.body["code"]?.asString == "overloaded")
        // Whoever hangs up takes the request along, a prediction, too.
        waiting.removeAll()
        #expect(waitUntil { (try? house.farMetric("threads_busy")) == 0 })
        #expect(waitUntil { house.peer.hanging == 0 })
        #expect(house.server.terminate() == 0)
    }
}
