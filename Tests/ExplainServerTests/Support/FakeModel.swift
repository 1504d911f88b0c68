import ExplainCore

@testable import ExplainServer

/// What a fake model server answers to well-formed requests of every protocol.
enum FakeModel {
    /// The rows of a request; nil is a missing value.
    static func rows(of request: FakeModelServer.Request) -> [[Double?]]? {
        guard let body = try? JSONValue.parse(request.body) else { return nil }
        if let instances = body["instances"]?.asArray ?? body["dataframe_split"]?["data"]?.asArray {
            return instances.map { row in (row.asArray ?? []).map(\.asDouble) }
        }
        guard let input = body["inputs"]?[0], let width = input["shape"]?[1]?.asInt, width > 0,
            let data = input["data"]?.asArray
        else { return nil }
        return stride(from: 0, to: data.count, by: width).map { start in
            data[start..<min(start + width, data.count)].map(\.asDouble)
        }
    }

    /// The answer in the protocol of the request: `score` of every row, one number an output.
    static func answer(
        _ request: FakeModelServer.Request, score: ([Double?]) -> [Double]
    ) -> FakeModelServer.Reply {
        guard let rows = rows(of: request) else { return .json(#"{"error":"no rows"}"#, status: 400) }
        let scores = rows.map(score)
        guard request.path.hasPrefix("/v2/") else {
            let text = scores.map { $0.count == 1 ? "\($0[0])" : "\($0)" }.joined(separator: ",")
            return .json("{\"predictions\":[\(text)]}")
        }
        let id = (try? JSONValue.parse(request.body))?["id"]?.asString ?? ""
        let data = scores.flatMap(\.self).map { "\($0)" }.joined(separator: ",")
        return .json(
            #"{"model_name":"m","id":"\#(id)","outputs":[{"name":"predict","shape":[\#(rows.count),"#
                + #"\#(scores.first?.count ?? 0)],"datatype":"FP64","data":[\#(data)]}]}"#)
    }

    /// a + 2 b + 0.5, the margin of the linear model of ``RepositoryFixture``.
    static func linear(_ request: FakeModelServer.Request) -> FakeModelServer.Reply {
        answer(request) { row in [(row[0] ?? 0) + 2 * (row[1] ?? 0) + 0.5] }
    }
}
