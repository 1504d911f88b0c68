import Dispatch

@testable import ExplainServer

/// An HTTP server on a thread of its own, until it is stopped or forgotten.
final class RunningServer: Sendable {
    /// The server.
    let server: HTTPServer
    private let ended = DispatchGroup()

    /// Listens on a free port of the loopback interface.
    convenience init(
        _ application: any HTTPApplication, limits: Limits = Limits(), pollerKind: PollerKind = .system
    ) throws {
        self.init(try HTTPServer(application: application, limits: limits, pollerKind: pollerKind))
    }

    /// Runs a server.
    init(_ server: HTTPServer) {
        self.server = server
        DispatchQueue(label: "server").async(group: ended) { server.run() }
    }

    /// The port it listens on.
    var port: UInt16 { server.port }

    /// Connects a client.
    func connect(timeoutMilliseconds: Int = 10_000, receiveBufferBytes: Int32? = nil) throws -> TestClient {
        try TestClient(
            port: port, timeoutMilliseconds: timeoutMilliseconds, receiveBufferBytes: receiveBufferBytes)
    }

    /// Ends the server.
    ///
    /// - Returns: whether it ended in time.
    func stop(graceSeconds: Int = 0) -> Bool {
        server.shutdown(graceMilliseconds: graceSeconds * 1_000)
        return hasEnded(withinSeconds: graceSeconds + 10)
    }

    /// Waits for the end of the server, which another call has asked for.
    func hasEnded(withinSeconds seconds: Int) -> Bool { ended.wait(timeout: .now() + .seconds(seconds)) == .success }

    deinit { server.shutdown(graceMilliseconds: 0) }
}
