import Synchronization

@testable import explainctl

/// Runs one command line of explainctl against prepared answers, and keeps what it wrote.
struct CommandRun {
    /// What the shell is told.
    let exitCode: ExitCode
    /// Standard output.
    let output: String
    /// Standard error.
    let errors: String
    /// The requests in order.
    let requests: [ClientRequest]

    /// Answers are looked up by verb and target, such as `GET /readyz`, each list in order; others are unreachable.
    init(
        _ words: String..., answers: [String: [ClientResponse]] = [:], environment: [String: String] = [:],
        progressWidth: Int? = nil
    ) {
        self.init(words, answers: answers, environment: environment, progressWidth: progressWidth)
    }

    /// The same with the words in an array.
    init(
        _ words: [String], answers: [String: [ClientResponse]] = [:], environment: [String: String] = [:],
        progressWidth: Int? = nil
    ) {
        let streams = Streams()
        let transport = PreparedTransport(answers)
        let tool = Explainctl(
            console: Console(
                output: { bytes in streams.append(bytes, isError: false) },
                note: { bytes in streams.append(bytes, isError: true) }, progressWidth: progressWidth),
            environment: { environment[$0] }, transport: { _, _ in transport })
        exitCode = tool.run(words)
        (output, errors) = streams.texts
        requests = transport.requests
    }
}

extension CommandRun {
    /// Runs a command line against a real server.
    init(_ words: String..., port: UInt16) { self.init(words, port: port) }

    /// The same with the words in an array.
    init(_ words: [String], port: UInt16) {
        let streams = Streams()
        let tool = Explainctl(
            console: Console(
                output: { bytes in streams.append(bytes, isError: false) },
                note: { bytes in streams.append(bytes, isError: true) }, progressWidth: nil),
            environment: { _ in "http://127.0.0.1:\(port)" },
            transport: { address, seconds in HTTPTransport(address: address, timeoutSeconds: seconds) })
        exitCode = tool.run(words)
        (output, errors) = streams.texts
        requests = []
    }
}

/// What a command wrote.
private final class Streams: Sendable {
    private let bytes = Mutex<(output: [UInt8], errors: [UInt8])>(([], []))

    var texts: (String, String) {
        bytes.withLock { (String(decoding: $0.output, as: UTF8.self), String(decoding: $0.errors, as: UTF8.self)) }
    }

    func append(_ piece: [UInt8], isError: Bool) {
        bytes.withLock { bytes in
            if isError { bytes.errors += piece } else { bytes.output += piece }
        }
    }
}

/// Answers requests with what was prepared for them.
private final class PreparedTransport: Transport {
    private let state: Mutex<(answers: [String: [ClientResponse]], requests: [ClientRequest])>

    init(_ answers: [String: [ClientResponse]]) { state = Mutex((answers, [])) }

    var requests: [ClientRequest] { state.withLock { $0.requests } }

    func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
        let response = state.withLock { state -> ClientResponse? in
            state.requests.append(request)
            let key = "\(request.method) \(request.target)"
            guard let first = state.answers[key]?.first else { return nil }
            if (state.answers[key]?.count ?? 0) > 1 { state.answers[key]?.removeFirst() }
            return first
        }
        guard let response else { throw .unreachable("connection refused") }
        return response
    }
}

extension ClientResponse {
    /// An answer with a body.
    init(_ status: Int, _ body: String) { self.init(status: status, fields: [], body: Array(body.utf8)) }
}
