import Dispatch
import Synchronization

@testable import ExplainServer

/// A small application that shows every way of answering: `GET /health`, `POST /echo` (the length of the body),
/// `POST /later` (the same from another thread), `GET /held` (when the test says so), `GET /forgotten` (never),
/// `GET /large` (a body of 4 MiB).
final class EchoApplication: HTTPApplication {
    /// The longest body that `/echo` and `/later` accept.
    let bodyLimitBytes: Int
    private let held = Mutex<[Responder]>([])

    /// Creates the application.
    init(bodyLimitBytes: Int = 8 << 20) { self.bodyLimitBytes = bodyLimitBytes }

    /// The requests of `/held` that wait.
    var heldCount: Int { held.withLock { $0.count } }

    /// Takes the requests of `/held`, for the test to answer or to drop.
    func takeHeld() -> [Responder] {
        held.withLock { held in
            defer { held = [] }
            return held
        }
    }

    func admit(_ head: RequestHead) -> Admission {
        let allowed: HTTPMethod
        switch head.path {
        case "*": return .accept(bodyLimitBytes: 0)
        case "/health", "/held", "/forgotten", "/large": allowed = .get
        case "/echo", "/later": allowed = .post
        default: return .refuse(Self.problem(404))
        }
        guard head.method == allowed || head.method == .options else {
            var response = Self.problem(405)
            response.fields.append(HTTPField("Allow", allowed == .get ? "GET, HEAD, OPTIONS" : "POST, OPTIONS"))
            return .refuse(response)
        }
        guard !head.fields.contains("Content-Encoding") else { return .refuse(Self.problem(415)) }
        return .accept(bodyLimitBytes: bodyLimitBytes)
    }

    func respond(to request: HTTPRequest, _ responder: Responder) {
        if request.head.method == .options {
            responder.send(HTTPResponse(status: 204, fields: [HTTPField("Allow", "GET, HEAD, POST, OPTIONS")]))
            return
        }
        let count = Self.json("{\"n\":\(request.body.count)}")
        switch request.head.path {
        case "/echo": responder.send(count)
        case "/later": DispatchQueue.global().async { responder.send(count) }
        case "/held": held.withLock { $0.append(responder) }
        case "/forgotten": break
        case "/large":
            responder.send(HTTPResponse(status: 200, body: [UInt8](repeating: 0x61, count: 4 << 20)))
        default: responder.send(Self.json("{\"status\":\"ok\"}"))
        }
    }

    func protocolError(_ error: HTTPError) -> HTTPResponse { Self.problem(error.status) }

    private static func json(_ text: String) -> HTTPResponse {
        HTTPResponse(status: 200, contentType: "application/json", body: Array(text.utf8))
    }

    private static func problem(_ status: Int) -> HTTPResponse {
        HTTPResponse(
            status: status, contentType: "application/problem+json", body: Array("{\"status\":\(status)}".utf8))
    }
}
