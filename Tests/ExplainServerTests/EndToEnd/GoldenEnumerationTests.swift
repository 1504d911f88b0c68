import ExplainCore
import Foundation
import Testing

/// Exact enumeration through the real binary equals the golden Shapley values, which other libraries made.
@Suite struct GoldenEnumerationTests {
    @Test func everyCaseThroughTheRealServer() throws {
        let repository = try GoldenRepository()
        defer { repository.remove() }
        let server = try ServerProcess(models: repository.folder)
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        for golden in GoldenRepository.enumerationCases { try check(golden, client) }
        #expect(server.terminate() == 0)
    }

    private func check(_ golden: GoldenRepository.Case, _ client: TestClient) throws {
        let folder = Repository.fixture("golden/explanations/\(golden.name)")
        let data = try JSONValue.parse(Array(Data(contentsOf: folder.appendingPathComponent("data.json"))))
        let expected = try JSONValue.parse(Array(Data(contentsOf: folder.appendingPathComponent("expected.json"))))
        let block = try #require(expected["enumeration_instance0"])
        let shapley = try #require(block["shapley"]?.asArray).compactMap(\.asDouble)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("instances")
        writer.beginArray()
        writer.value(try #require(data["instances"]?.asArray?.first))
        writer.endArray()
        writer.key("parameters")
        writer.value(
            try JSONValue.parse(
                Array(#"{"method":"enumeration","mode":"sync","output":"all","space":"\#(golden.space)"}"#.utf8)))
        writer.endObject()
        let response = try client.request(
            "POST", "/v1/models/\(golden.name):explain", json: String(decoding: writer.bytes, as: UTF8.self))
        #expect(response.status == 200, "\(golden.name): \(String(decoding: response.body, as: UTF8.self))")
        let answer = try JSONValue.parse(response.body)
        let instances = try #require(answer["explanations"]?.asArray)
        let explanations = instances.flatMap { $0.asArray ?? [$0] }
        let full = try #require(block["v_full"]?.asDouble)
        // The block does not say which output it is of: it is the one whose prediction it has.
        let explanation = try #require(
            explanations.first { abs(($0["prediction"]?.asDouble ?? .nan) - full) <= 1e-9 * max(1, abs(full)) })
        let values = try #require(explanation["values"]?.asArray).compactMap(\.asDouble)
        #expect(values.count == shapley.count)
        let largest = shapley.map(abs).max() ?? 0
        for (value, truth) in zip(values, shapley) {
            #expect(abs(value - truth) <= 1e-9 * largest, "\(golden.name): \(value) is not \(truth)")
        }
        #expect(explanation["exact"] == .bool(true))
    }
}
