import ExplainCore
import Foundation
import Testing

@testable import ExplainServer

/// A real server with one model twice: `near` from a file, and `far` behind a model server that does what a test says.
final class RemoteHouse {
    /// The model server of `far`.
    let peer: FakeModelServer
    /// The server.
    let server: ServerProcess
    /// A connection to it.
    let client: TestClient
    private let folder: URL

    /// Starts both; the model server behaves until the server is up.
    ///
    /// - Parameters:
    ///   - remote: further members of `model.remote`, beginning with a comma.
    ///   - breakerMilliseconds: how long the model server is left alone.
    ///   - isLogged: whether ``log`` is written.
    ///   - arguments: of the server.
    ///   - environment: variables of the server.
    ///   - behaviour: what the model server does then.
    /// - Throws: when one of them does not start.
    init(
        remote: String = "", breakerMilliseconds: Int = 300, isLogged: Bool = false, arguments: [String] = [],
        environment: [String: String] = [:],
        _ behaviour: @escaping @Sendable (FakeModelServer.Request) -> FakeModelServer.Reply = FakeModel.linear
    ) throws {
        peer = try FakeModelServer(FakeModel.linear)
        folder = try ScratchFolder.make("explaind-remote")
        let models = folder.appendingPathComponent("models")
        let link = #"{"format": "linear", "link": "identity", "weights": [[1, 2]], "intercept": [0.5]}"#
        let remote =
            #"{"remote": {"protocol": "v2", "url": "\#(peer.url)", "name": "m", "breaker_ms": \#(breakerMilliseconds)"#
            + remote + "}}"
        for (name, model) in [("near", #"{"file": "model.json"}"#), ("far", remote)] {
            let place = models.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            let settings =
                #"{"model": \#(model), "features": [{"name": "a"}, {"name": "b"}], "outputs": ["score"]}"#
            try Data(settings.utf8).write(to: place.appendingPathComponent("explain.json"))
            try Data("a,b\n1.5,2\n3,4.25\n-2,0.5\n".utf8).write(to: place.appendingPathComponent("background.csv"))
            if name == "near" { try Data(link.utf8).write(to: place.appendingPathComponent("model.json")) }
        }
        server = try ServerProcess(
            models: models, log: isLogged ? folder.appendingPathComponent("log") : nil, arguments: arguments,
            environment: environment)
        client = try TestClient(port: server.port)
        peer.behave(behaviour)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The beginning of the metric of a breaker's state; the state in quotes and a brace follow.
    static let breaker = #"explaind_remote_breaker_state{model="far",version="1",state="#

    /// What the server has logged so far.
    var log: [JSONValue] {
        let bytes = (try? Data(contentsOf: folder.appendingPathComponent("log"))) ?? Data()
        return bytes.split(separator: 0x0A).compactMap { try? JSONValue.parse(Array($0)) }
    }

    func post(_ path: String, _ body: String) throws -> (status: Int, body: JSONValue) {
        let response = try client.request("POST", path, json: body)
        return (response.status, try JSONValue.parse(response.body))
    }

    func get(_ path: String) throws -> JSONValue {
        try JSONValue.parse(try client.request("GET", path).body)
    }

    func metric(_ line: String) throws -> Int? {
        let text = try client.request("GET", "/metrics").text
        return text.split(separator: "\n").first { $0.hasPrefix(line + " ") }?.split(separator: " ").last
            .flatMap { Int($0) }
    }

    /// A metric of `far` alone.
    func farMetric(_ name: String) throws -> Int? { try metric("explaind_remote_\(name){model=\"far\",version=\"1\"}") }

    /// Sends a request over a connection of its own, and does not wait for the answer.
    func begin(_ path: String, _ body: String) throws -> TestClient {
        let client = try TestClient(port: server.port)
        try client.send(
            "POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n" + body)
        return client
    }

    /// Submits a job.
    func submit(_ path: String, _ body: String) throws -> String {
        let answer = try post(path, body)
        #expect(answer.status == 202)
        return try #require(answer.body["id"]?.asString)
    }

    /// Waits for the end of a job.
    func finish(_ id: String) throws -> JSONValue {
        var document = try get("/v1/jobs/\(id)?wait=20")
        while ["queued", "running"].contains(document["status"]?.asString) {
            document = try get("/v1/jobs/\(id)?wait=20")
        }
        return document
    }

    /// Whether the server answers those who want nothing of the model server.
    func isResponsive(_ row: Int = 0) throws -> Bool {
        let other = try TestClient(port: server.port, timeoutMilliseconds: 10_000)
        let near = try other.request(
            "POST", "/v1/models/near:explain",
            json: #"{"instances":[[\#(row),2]],"parameters":{"method":"lime","budget":200,"mode":"sync"}}"#)
        return try near.status == 200 && other.request("GET", "/healthz").status == 200
            && other.request("GET", "/readyz").status == 200
    }
}
