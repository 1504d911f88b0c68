import ExplainCore
import Foundation
import Testing

/// Exact enumeration through the real binary equals the golden values of every index, which other libraries made.
@Suite struct GoldenEnumerationTests {
    @Test func everyCaseThroughTheRealServer() throws {
        let repository = try GoldenRepository()
        defer { repository.remove() }
        let server = try ServerProcess(models: repository.folder)
        let client = try TestClient(port: server.port, timeoutMilliseconds: 60_000)
        for golden in GoldenRepository.enumerationCases {
            for (parameters, block) in [
                ("", "shapley"), (#","index":"banzhaf""#, "banzhaf"), (#","index":"owen""#, "owen"),
                (#","groups":true"#, "group_shapley"), (#","interactions":true"#, "shapley"),
            ] {
                try check(golden, client, parameters, block)
            }
        }
        #expect(server.terminate() == 0)
    }

    private func check(
        _ golden: GoldenRepository.Case, _ client: TestClient, _ parameters: String, _ name: String
    ) throws {
        let folder = Repository.fixture("golden/explanations/\(golden.name)")
        let data = try JSONValue.parse(Array(Data(contentsOf: folder.appendingPathComponent("data.json"))))
        let expected = try JSONValue.parse(Array(Data(contentsOf: folder.appendingPathComponent("expected.json"))))
        let block = try #require(expected["enumeration_instance0"])
        let explanation = try explain(
            golden, client, try #require(data["instances"]?.asArray?.first), parameters, block)
        let truths = try #require(block[name]?.asArray).compactMap(\.asDouble)
        let values = try #require(explanation["values"]?.asArray).compactMap(\.asDouble)
        #expect(values.count == truths.count)
        let largest = try #require(block["shapley"]?.asArray).compactMap(\.asDouble).map(abs).max() ?? 0
        for (value, truth) in zip(values, truths) {
            #expect(abs(value - truth) <= 1e-9 * largest, "\(golden.name), \(name): \(value) is not \(truth)")
        }
        #expect(explanation["exact"] == .bool(true))
        #expect(explanation["index"]?.asString == (["banzhaf", "owen"].contains(name) ? name : nil))
        guard parameters.contains("interactions") else { return #expect(explanation["interactions"] == nil) }
        let pairs = try #require(block["sii_pairs"]?.asArray)
        let rows = try #require(explanation["interactions"]?.asArray).map { ($0.asArray ?? []).compactMap(\.asDouble) }
        #expect(rows.count == values.count)
        for (player, row) in rows.enumerated() {
            #expect(abs(row.reduce(0, +) - values[player]) <= 1e-14 * largest)
            for (partner, half) in row.enumerated() where partner != player {
                let truth = try #require(pairs[player][partner]?.asDouble)
                #expect(abs(2 * half - truth) <= 1e-9 * largest)
            }
        }
    }

    /// The explanation of the output that the block is of.
    private func explain(
        _ golden: GoldenRepository.Case, _ client: TestClient, _ instance: JSONValue, _ parameters: String,
        _ block: JSONValue
    ) throws -> JSONValue {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("instances")
        writer.beginArray()
        writer.value(instance)
        writer.endArray()
        writer.key("parameters")
        writer.value(
            try JSONValue.parse(
                Array(
                    #"{"method":"enumeration","mode":"sync","output":"all","space":"\#(golden.space)"\#(parameters)}"#
                        .utf8)))
        writer.endObject()
        let response = try client.request(
            "POST", "/v1/models/\(golden.name):explain", json: String(decoding: writer.bytes, as: UTF8.self))
        #expect(response.status == 200, "\(golden.name): \(String(decoding: response.body, as: UTF8.self))")
        let answer = try JSONValue.parse(response.body)
        let instances = try #require(answer["explanations"]?.asArray)
        let full = try #require(block["v_full"]?.asDouble)
        // The block does not say which output it is of: it is the one whose prediction it has.
        return try #require(
            instances.flatMap { $0.asArray ?? [$0] }.first {
                abs(($0["prediction"]?.asDouble ?? .nan) - full) <= 1e-9 * max(1, abs(full))
            })
    }
}
