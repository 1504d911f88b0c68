import ExplainCore
import Foundation
import Testing

/// An exchange with a real model server, as it was recorded.
struct RecordedExchange: Sendable, CustomTestStringConvertible {
    var file: String
    var name: String
    var path: String
    var request: String
    var status: Int
    var head: String
    var response: String

    var testDescription: String { file + " " + name }

    /// The POST exchanges of all servers; requests of the binary extension, which is not spoken, are left out.
    static let all: [RecordedExchange] = ["mlserver_v2", "kserve_v1_v2", "mlflow_invocations"].flatMap { file in
        guard let data = try? Data(contentsOf: Repository.fixture("golden/http/\(file).json")),
            let document = try? JSONValue.parse(Array(data))
        else { return [RecordedExchange]() }
        return (document["exchanges"]?.asArray ?? []).compactMap { RecordedExchange($0, file: file) }
    }

    /// The exchange of a name.
    static func named(_ name: String, in file: String) -> RecordedExchange? {
        all.first { $0.file == file && $0.name == name }
    }

    private init?(_ value: JSONValue, file: String) {
        guard value["request"]?["method"]?.asString == "POST", let name = value["name"]?.asString,
            let path = value["request"]?["path"]?.asString, let request = value["request"]?["body"]?.asString,
            let line = value["response"]?["status"]?.asString, let response = value["response"]?["body"]?.asString,
            let status = Int(line.split(separator: " ")[1]), request.utf8.allSatisfy({ $0 < 0x80 })
        else { return nil }
        self.file = file
        self.name = name
        self.path = path
        self.request = request
        self.status = status
        self.response = response
        let fields = (value["response"]?["headers"]?.asArray ?? []).compactMap(\.asString)
        head = ([line] + fields).joined(separator: "\r\n")
    }

    /// The response's bytes, its identifier replaced by another where it has one.
    func bytes(id: String?) -> String {
        var text = response
        if let id, let recorded = (try? JSONValue.parse(Array(response.utf8)))?["id"]?.asString {
            text = text.replacingOccurrences(of: "\"id\":\"\(recorded)\"", with: "\"id\":\"\(id)\"")
        }
        // Some of the longest bodies were cut when they were recorded.
        let length = "content-length: \(text.utf8.count)"
        let fields = head.components(separatedBy: "\r\n").map { $0.hasPrefix("content-length:") ? length : $0 }
        return (fields + ["", text]).joined(separator: "\r\n")
    }
}
