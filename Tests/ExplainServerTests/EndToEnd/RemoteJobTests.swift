import ExplainCore
import Foundation
import Testing

@testable import ExplainServer

/// Jobs over a model server that does not do its part.
@Suite struct RemoteJobTests {
    private static func body(_ row: String, method: String = "enumeration") -> String {
        #"{"instances":[\#(row)],"parameters":{"mode":"async","method":"\#(method)"}}"#
    }

    @Test func jobsWorkAndFailWithACode() throws {
        let house = try RemoteHouse()
        let first = try house.submit("/v1/models/far:explain", Self.body("[1,2]"))
        #expect(try house.finish(first)["status"]?.asString == "succeeded")
        house.peer.behave { _ in .json("{}", status: 500) }
        let failed = try house.finish(try house.submit("/v1/models/far:explain", Self.body("[1,3]")))
        #expect(failed["status"]?.asString == "failed")
        #expect(failed["error"]?["code"]?.asString == "model_unavailable")
    }

    /// The one worker there is computes, whatever a model server does; a job that is called off frees its place.
    @Test func aHangingJobHoldsUpNoOther() throws {
        let house = try RemoteHouse(remote: #", "timeout_ms": 60000"#, arguments: ["--job-workers", "1"]) { _ in .hang }
        let held = try house.submit("/v1/models/far:explain", Self.body("[1,2]"))
        #expect(waitUntil { house.peer.hanging == 1 })
        let importance = try house.submit(
            "/v1/models/far:importance",
            #"{"instances":[[1,2],[3,4]],"labels":[1,2],"parameters":{"mode":"async"}}"#)
        for row in 0..<3 {
            let near = try house.submit("/v1/models/near:explain", Self.body("[\(row),2]", method: "lime"))
            #expect(try house.finish(near)["status"]?.asString == "succeeded")
        }
        #expect(try house.get("/v1/jobs/\(held)")["status"]?.asString == "running")
        #expect(try house.get("/v1/jobs/\(importance)")["status"]?.asString == "queued")
        #expect(try house.isResponsive())

        #expect(try house.client.request("DELETE", "/v1/jobs/\(held)").status == 202)
        #expect(try house.finish(held)["status"]?.asString == "cancelled")
        #expect(waitUntil { (try? house.get("/v1/jobs/\(importance)")["status"]?.asString) == "running" })
        #expect(waitUntil { house.peer.hanging == 1 })
        #expect(try house.client.request("DELETE", "/v1/jobs/\(importance)").status == 202)
        #expect(waitUntil { house.peer.hanging == 0 })
        house.peer.behave(FakeModel.linear)
        let next = try house.submit("/v1/models/far:explain", Self.body("[4,2]"))
        #expect(try house.finish(next)["status"]?.asString == "succeeded")
        #expect(house.server.terminate() == 0)
    }

    @Test func aHangingJobFailsAtTheRequestsTimeout() throws {
        let house = try RemoteHouse(remote: #", "timeout_ms": 300"#) { _ in .hang }
        let failed = try house.finish(try house.submit("/v1/models/far:explain", Self.body("[1,2]")))
        #expect(failed["status"]?.asString == "failed")
        #expect(failed["error"]?["code"]?.asString == "model_timeout")
        #expect(house.peer.hanging == 0)
    }

    /// Every request is answered in its time, and all of them together would take minutes.
    @Test func aJobOfManySlowRequestsHasAnEnd() throws {
        let house = try RemoteHouse(remote: #", "job_ms": 500, "max_rows": 1"#) { request in
            .late(FakeModel.linear(request), afterMilliseconds: 100)
        }
        let rows = (0..<1_000).map { "[\($0),2]" }.joined(separator: ",")
        let failed = try house.finish(try house.submit("/v1/models/far:explain", Self.body(rows)))
        #expect(failed["status"]?.asString == "failed")
        #expect(failed["error"]?["code"]?.asString == "model_timeout")
        #expect(house.peer.requests.count < 200)
    }

    /// A job waits for a model server that is left alone, and does not fail for it.
    @Test func aJobWaitsForASuspendedServer() throws {
        let house = try RemoteHouse(breakerMilliseconds: 600_000, arguments: ["--job-workers", "1"]) { _ in
            .json("{}", status: 500)
        }
        let sync = #"{"instances":[[1,2]],"parameters":{"method":"enumeration","mode":"sync"}}"#
        #expect(
            waitUntil {
                (try? house.post("/v1/models/far:explain", sync).body["code"]?.asString) == "model_suspended"
            })
        let far = try house.submit("/v1/models/far:explain", Self.body("[5,2]"))
        let near = try house.submit("/v1/models/near:explain", Self.body("[5,2]", method: "lime"))
        #expect(try house.finish(near)["status"]?.asString == "succeeded")
        let waiting = try house.get("/v1/jobs/\(far)?wait=1")
        #expect(waiting["status"]?.asString == "queued")
        #expect(waiting["attempts"]?.asInt == 0)
        #expect(house.server.terminate() == 0)
    }
}
