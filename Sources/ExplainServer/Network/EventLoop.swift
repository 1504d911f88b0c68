/// Serves all connections of a server from one thread.
///
/// It carries out what ``Connection`` says, and holds no protocol itself. Deadlines are swept once a tick.
final class EventLoop {
    let application: any HTTPApplication
    let limits: Limits
    let mailbox: Mailbox
    let statistics: ServerStatistics
    let poller: any Poller
    private let wakeup: Wakeup
    var listener: Listener?
    /// The connections, by their descriptors.
    var clients: [ClientSocket?] = []
    var clientCount = 0
    /// Shared by all connections: what is read is copied at once to where it belongs.
    var readBuffer: [UInt8]
    /// When the turn of the loop began.
    var now: Int64
    /// The `Date` of this turn's responses.
    var date: [UInt8] = []
    private var dates = DateCache()
    private var nextSweep: Int64
    /// Whether the poller watches the listener.
    var isAccepting = true
    /// When a pause of accepting ends.
    var acceptResumesAt: Int64?
    /// When the loop ends at the latest, once it was asked to.
    private var stopsAt: Int64?
    var serial: UInt64 = 0

    /// Takes ownership of a listener.
    init(
        application: any HTTPApplication, limits: Limits, listener: consuming Listener, pollerKind: PollerKind,
        mailbox: Mailbox, wakeup: Wakeup, statistics: ServerStatistics
    ) throws(NetworkError) {
        self.application = application
        self.limits = limits
        self.mailbox = mailbox
        self.wakeup = wakeup
        self.statistics = statistics
        poller = try pollerKind.make()
        readBuffer = [UInt8](repeating: 0, count: limits.readBytes)
        now = MonotonicClock.milliseconds()
        nextSweep = now + Int64(limits.tickMilliseconds)
        guard poller.add(wakeup.descriptor, .readable), poller.add(listener.descriptor, .readable) else {
            throw .system(call: "poll", code: 0)
        }
        self.listener = consume listener
    }

    /// Serves until it was asked to end and has ended everything in hand.
    func run() {
        var events: [ReadyEvent] = []
        while !isFinished {
            poller.wait(timeoutMilliseconds: timeoutMilliseconds, into: &events)
            readClocks()
            take(events)
            if now >= nextSweep { sweep() }
        }
        for case .some(let client) in clients { drop(client) }
    }

    private var isFinished: Bool {
        guard let stopsAt else { return false }
        return clientCount == 0 || now >= stopsAt
    }

    private var timeoutMilliseconds: Int32 {
        guard clientCount > 0 || acceptResumesAt != nil else { return -1 }
        return Int32(clamping: max(0, min(nextSweep, acceptResumesAt ?? nextSweep) - now))
    }

    private func readClocks() {
        now = MonotonicClock.milliseconds()
        date = dates.bytes(atSecond: max(0, MonotonicClock.wallSeconds()))
    }

    private func take(_ events: [ReadyEvent]) {
        var hasMail = false
        var hasVisitors = false
        let listenerDescriptor = listener?.descriptor
        for event in events {
            if event.descriptor == wakeup.descriptor {
                hasMail = true
            } else if event.descriptor == listenerDescriptor {
                hasVisitors = true
            } else {
                handle(event)
            }
        }
        if hasMail { readMail() }
        // Last: a descriptor closed above may come back here, and must not be taken for the one in a stale event.
        if hasVisitors || acceptResumesAt.map({ now >= $0 }) ?? false { acceptAll() }
    }

    private func readMail() {
        let mail = mailbox.collect()
        for letter in mail.letters {
            guard let client = client(letter.exchange.descriptor), client.pendingSerial == letter.exchange.serial else {
                continue
            }
            answer(client, letter)
            progress(client)
        }
        if let grace = mail.shutdownGraceMilliseconds { beginShutdown(graceMilliseconds: grace) }
    }

    private func beginShutdown(graceMilliseconds: Int64) {
        stopsAt = min(stopsAt ?? .max, now + graceMilliseconds)
        if let descriptor = listener?.descriptor { poller.remove(descriptor) }
        listener = nil
        acceptResumesAt = nil
        for case .some(let client) in clients {
            client.connection.drain(now: now)
            progress(client)
        }
    }

    private func sweep() {
        nextSweep = now + Int64(limits.tickMilliseconds)
        for case .some(let client) in clients {
            sweepEnded(client)
            if client.connection.expire(now: now) { progress(client) }
        }
    }

    /// The connection of a descriptor, or nil where there is none (any more).
    func client(_ descriptor: Int32) -> ClientSocket? {
        let index = Int(descriptor)
        return clients.indices.contains(index) ? clients[index] : nil
    }
}
