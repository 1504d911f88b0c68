import Dispatch
import ExplainCore
import Foundation
import Synchronization
import Testing

/// What concurrent clients get is what they would get alone.
@Suite struct ConcurrencyTests {
    @Test func manyClientsGetTheSameBitsAsOne() throws {
        let bodies = try DiabetesRows.bodies(count: 200)
        let alone = try answers(to: bodies, clients: 1)
        let together = try answers(to: bodies, clients: 16)
        #expect(alone.count == 200)
        #expect(!alone.values.contains { $0.hasPrefix("status") })
        // A list of numbers: both whole answers would fill the log.
        #expect(alone.keys.filter { alone[$0] != together[$0] } == [])
    }

    @Test func equalRequestsInFlightCostOneComputation() throws {
        let server = try ServerProcess()
        let body = try #require(try DiabetesRows.bodies(count: 1, budget: 1000).first)
        let port = server.port
        let statuses = Mutex<[Int]>([])
        let gate = Barrier(count: 50)
        DispatchQueue.concurrentPerformOnThreads(50) { _ in
            guard let client = try? TestClient(port: port) else { return }
            gate.wait()
            let response = try? client.request("POST", "/v1/models/diabetes:explain", json: body)
            statuses.withLock { $0.append(response?.status ?? 0) }
        }
        #expect(statuses.withLock { $0 } == [Int](repeating: 200, count: 50))
        let metrics = try TestClient(port: server.port).request("GET", "/metrics")
        let lines = String(decoding: metrics.body, as: UTF8.self).split(separator: "\n")
        let computed = lines.filter { $0.hasPrefix("explaind_explanations_total{") }
        #expect(computed.count == 1)
        #expect(computed.first?.hasSuffix(" 1") == true)
        let stats = try JSONValue.parse(TestClient(port: server.port).request("GET", "/v1/stats").body)
        let cache = try #require(stats["cache"])
        #expect((cache["hits"]?.asInt ?? 0) + (cache["joined"]?.asInt ?? 0) == 49)
        #expect(stats["leaf_tables"]?["capacity_bytes_per_model"]?.asInt == 256 << 20)
        #expect(stats["leaf_tables"]?["bytes"]?.asInt != nil)
        #expect(lines.contains { $0.hasPrefix("explaind_leaf_table_bytes{model=\"diabetes\"") })
        #expect(server.terminate() == 0)
    }

    /// Each body's answer without what may differ: identifiers and the cache's part in it.
    private func answers(to bodies: [String], clients: Int) throws -> [Int: String] {
        let server = try ServerProcess(arguments: ["--cache-bytes", "0"])
        let port = server.port
        let results = Mutex<[Int: String]>([:])
        let next = Atomic(0)
        DispatchQueue.concurrentPerformOnThreads(clients) { _ in
            guard let client = try? TestClient(port: port, timeoutMilliseconds: 60_000) else { return }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < bodies.count else { return }
                guard let response = try? client.request("POST", "/v1/models/diabetes:explain", json: bodies[index])
                else { return }
                results.withLock { $0[index] = Self.comparable(response.body, status: response.status) }
            }
        }
        #expect(server.terminate() == 0)
        return results.withLock { $0 }
    }

    private static func comparable(_ body: [UInt8], status: Int) -> String {
        guard status == 200, let answer = try? JSONValue.parse(body),
            let explanations = answer["explanations"]?.asArray
        else { return "status \(status)" }
        return explanations.map { explanation in
            let members = explanation.asObject ?? []
            return members.filter { !["id", "cache"].contains($0.key) }.map { "\($0.key)=\($0.value)" }
                .joined(separator: ";")
        }.joined(separator: "\n")
    }
}
