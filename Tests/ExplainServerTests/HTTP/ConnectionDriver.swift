@testable import ExplainServer

/// Drives a connection without a socket: bytes in, and what was served and sent out.
final class ConnectionDriver {
    /// The date that every response carries.
    static let date = Array("Thu, 01 Jan 1970 00:00:00 GMT".utf8)

    var connection: Connection
    /// Decides about every head.
    var admission: (RequestHead) -> Admission
    /// Answers every request; nil leaves it waiting.
    var answer: (HTTPRequest) -> HTTPResponse?
    /// The requests that were served.
    var served: [HTTPRequest] = []
    /// The errors that were answered.
    var failures: [HTTPError] = []
    /// The bytes that were sent.
    var sent: [UInt8] = []
    /// Whether sent bytes leave at once.
    var flushes = true
    /// The time, in milliseconds.
    var now: Int64 = 0

    /// Creates a driver that accepts everything and answers with what it saw.
    init(
        limits: Limits = Limits(),
        admission: @escaping (RequestHead) -> Admission = { _ in .accept(bodyLimitBytes: 1 << 20) },
        answer: @escaping (HTTPRequest) -> HTTPResponse? = { ConnectionDriver.description(of: $0) }
    ) {
        connection = Connection(limits: limits, now: 0)
        self.admission = admission
        self.answer = answer
    }

    /// Where the connection is in its life.
    var stage: Connection.Stage { connection.stage }

    /// Whether the connection wants bytes.
    var wantsInput: Bool { connection.wantsInput }

    /// What was sent, as text.
    var text: String { String(decoding: sent, as: UTF8.self) }

    /// Feeds bytes and carries on.
    func feed(_ bytes: some Collection<UInt8>) {
        connection.receive(Array(bytes).span, now: now)
        run()
    }

    /// Feeds text and carries on.
    func feed(_ text: String) { feed(Array(text.utf8)) }

    /// Feeds the end of the stream and carries on.
    func feedEnd() {
        connection.receiveEnd(now: now)
        run()
    }

    /// Answers the request that waits and carries on.
    func respond(_ response: HTTPResponse) {
        connection.respond(response, date: Self.date, now: now)
        run()
    }

    /// Lets time pass and carries on.
    func pass(milliseconds: Int64) {
        now += milliseconds
        if connection.expire(now: now) { run() }
    }

    /// Carries out what the connection says.
    func run() {
        while step() {}
        flush()
    }

    /// Takes the unsent bytes.
    func flush() {
        guard flushes, connection.unsentCount > 0 else { return }
        sent += connection.unsentBytes
        connection.sent(connection.unsentCount, now: now)
        while step() {}
        flush()
    }

    private func step() -> Bool {
        switch connection.next(now: now) {
        case .wait: return false
        case .admit(let head): connection.admit(admission(head), date: Self.date, now: now)
        case .serve(let request):
            served.append(request)
            guard let response = answer(request) else { return false }
            connection.respond(response, date: Self.date, now: now)
        case .fail(let error):
            failures.append(error)
            let response = HTTPResponse(status: error.status, body: Array("\(error)".utf8))
            connection.respond(response, date: Self.date, now: now)
        }
        return true
    }

    /// A response that tells everything about a request.
    static func description(of request: HTTPRequest) -> HTTPResponse {
        let head = request.head
        var text = "\(head.method.rawValue) \(head.path) \(head.query ?? "-") 1.\(head.minorVersion)\n"
        for index in 0..<head.fields.count {
            text += "\(head.fields.name(at: index))=\(head.fields.value(at: index))\n"
        }
        return HTTPResponse(status: 200, body: Array(text.utf8) + request.body)
    }
}
