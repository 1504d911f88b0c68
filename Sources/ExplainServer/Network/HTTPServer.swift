import Synchronization

/// An HTTP/1.1 server: one I/O thread, any number of connections, one application.
final class HTTPServer: Sendable {
    /// The port it listens on, also where the system chose it.
    let port: UInt16
    private let statistics = ServerStatistics()
    private let mailbox: Mailbox
    private let loop: Mutex<EventLoop?>

    /// Raises the limit of descriptors and listens; clients are accepted from now on, and served by ``run()``.
    ///
    /// - Parameters:
    ///   - application: answers the requests.
    ///   - limits: every bound it keeps.
    ///   - host: an IP address or `localhost`.
    ///   - port: 0 lets the system choose.
    ///   - pollerKind: how it waits for its clients.
    /// - Throws: ``NetworkError`` when the address is not one, not free or not allowed.
    init(
        application: any HTTPApplication, limits: Limits = Limits(), host: String = "127.0.0.1", port: UInt16 = 0,
        pollerKind: PollerKind = .system
    ) throws(NetworkError) {
        DescriptorLimit.raise()
        let listener = try Listener(host: host, port: port, backlog: limits.listenBacklog)
        self.port = listener.port
        let wakeup = try Wakeup()
        mailbox = Mailbox(wakeup: wakeup)
        loop = Mutex(
            try EventLoop(
                application: application, limits: limits, listener: listener, pollerKind: pollerKind, mailbox: mailbox,
                wakeup: wakeup, statistics: statistics))
    }

    /// The number of open connections.
    var connectionCount: Int { statistics.counts.connections }

    /// What it has counted.
    var counts: ServerStatistics.Counts { statistics.counts }

    /// Serves on the calling thread until ``shutdown(graceMilliseconds:)`` has come to its end.
    ///
    /// - Precondition: it was not called before.
    func run() {
        guard let loop = loop.withLock({ $0.take() }) else { preconditionFailure("a server runs once") }
        loop.run()
    }

    /// Ends the server, from any thread: the listener closes at once, idle connections too; requests in hand are answered
    /// with `Connection: close`; then ``run()`` returns.
    ///
    /// A second call may shorten the time.
    ///
    /// - Parameter graceMilliseconds: after which connections are closed whatever they do.
    func shutdown(graceMilliseconds: Int) {
        mailbox.requestShutdown(graceMilliseconds: Int64(max(0, graceMilliseconds)))
    }
}
