import ExplainAPI
import ExplainCore

/// One request on its way through the application: what was asked, and the one place it is answered from.
struct RequestContext: Sendable {
    let request: HTTPRequest
    let resource: Resource
    let id: String
    private let parameters: [String: String]
    private let responder: Responder
    private let application: Application
    private let startedNanoseconds: UInt64
    /// The model the request names, once it is known to exist: only such names become metric labels.
    var model: String?
    /// Whether the present thread is one of the compute pool's.
    var isInPool = false

    init(
        request: HTTPRequest, resource: Resource, parameters: [String: String], responder: Responder,
        application: Application
    ) {
        self.parameters = parameters
        self.request = request
        self.resource = resource
        self.responder = responder
        self.application = application
        id = application.identifiers.next(.request)
        startedNanoseconds = application.clock.monotonicNanoseconds
    }

    /// Whether there still is a client to answer.
    var presence: ClientPresence { responder.presence }

    /// The value of a query parameter, decoded; nil where it is absent.
    func query(_ name: String) -> String? { parameters[name] }

    /// Whether the client would rather have a job than wait (`Prefer: respond-async`, RFC 7240).
    var prefersAsynchronousAnswer: Bool {
        request.head.fields.values(of: "Prefer").contains { value in
            value.split(separator: ",").contains { preference in
                let token = preference.split(separator: ";").first ?? ""
                return token.filter { $0 != " " && $0 != "\t" }.lowercased() == "respond-async"
            }
        }
    }

    /// Answers with a JSON document.
    func answer(_ status: Int = 200, fields: [HTTPField] = [], _ write: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        write(&writer)
        answer(status, contentType: "application/json", fields: fields, body: writer.bytes)
    }

    /// Answers with bytes of a media type.
    func answer(_ status: Int, contentType: String, fields: [HTTPField] = [], body: [UInt8]) {
        var response = HTTPResponse(status: status, contentType: contentType, body: body)
        response.fields += fields
        send(response)
    }

    /// Answers with a problem.
    func refuse(_ problem: Problem) { send(ProblemResponse.make(problem, requestID: id)) }

    /// Answers, and accounts for the request.
    func send(_ response: HTTPResponse) {
        let seconds = Double(application.clock.monotonicNanoseconds - startedNanoseconds) / 1e9
        var response = response
        let milliseconds = (seconds * 1e6).rounded() / 1e3
        response.fields.append(HTTPField("Server-Timing", "app;dur=\(milliseconds)"))
        application.record(
            Exchange(
                id: id, route: resource.template, head: request.head, status: response.status, model: model,
                seconds: seconds))
        responder.send(response)
    }
}

/// An answered request, for metrics and the log.
struct Exchange: Sendable {
    var id: String
    var route: String
    var head: RequestHead
    var status: Int
    var model: String?
    var seconds: Double

    /// The method as it was on the wire.
    var method: String { head.isHead ? "HEAD" : head.method.rawValue }
}
