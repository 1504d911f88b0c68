import ExplainCore
import Testing

extension TestClient {
    /// What `:predict` answers for golden rows, whose text "-0.0" is that number.
    func predict(_ model: String, _ rows: [JSONValue], space: String) throws -> [JSONValue] {
        let instances = rows.map { row in
            JSONValue.array(
                (row.asArray ?? []).map { $0.asString == "-0.0" ? .number(JSONNumber(-0.0)) : $0 })
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("instances")
        writer.value(.array(instances))
        writer.key("parameters")
        writer.value(.object([JSONMember("space", .string(space))]))
        writer.endObject()
        let response = try request(
            "POST", "/v1/models/\(model):predict", json: String(decoding: writer.bytes, as: UTF8.self))
        #expect(response.status == 200, "\(model): \(String(decoding: response.body, as: UTF8.self))")
        return try #require(try JSONValue.parse(response.body)["predictions"]?.asArray)
    }
}
