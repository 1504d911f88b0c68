import Dispatch
import Synchronization

/// The connections to one peer: a few, kept open between requests, each used by one request at a time.
///
/// The addresses of the name are looked up once, checked, and kept: a name that later leads elsewhere leads nowhere. They
/// are looked up again, and checked again, when none of them can be connected to.
final class PeerPool: Sendable {
    private struct State {
        var idle: [PeerConnection] = []
        var addresses: [PeerAddress] = []
    }

    /// The peer.
    let url: PeerURL
    /// The most connections at once.
    let width: Int
    private let connectMilliseconds: Int
    private let resolver: NameResolver
    private let state = Mutex(State())
    /// Counts the connections that may still be used at once.
    private let places: DispatchSemaphore

    /// Creates a pool without connections.
    init(url: PeerURL, width: Int, connectMilliseconds: Int = 1_000, resolver: NameResolver = NameResolver()) {
        precondition(width > 0, "a pool has a connection")
        self.url = url
        self.width = width
        self.connectMilliseconds = connectMilliseconds
        self.resolver = resolver
        places = DispatchSemaphore(value: width)
    }

    /// Waits for a place among the requests in flight; whoever got one leaves it.
    ///
    /// The time of a request begins here: a target that is busy with our own requests is not slow.
    ///
    /// - Throws: how `deadline` ended.
    func enter(_ deadline: PeerDeadline) throws(PeerFault) {
        while true {
            let wait = try deadline.nextWaitMilliseconds()
            if places.wait(timeout: .now() + .milliseconds(Int(wait))) == .success { return }
        }
    }

    /// Gives the place to another request.
    func leave() { places.signal() }

    /// Sends a request and receives its response, within one deadline for all of it; to be called with a place.
    ///
    /// A connection that was kept open may have been closed by the peer just as the request was sent; if no byte of an
    /// answer has come, the request is sent once more on a new one.
    ///
    /// - Throws: ``PeerFault``.
    func exchange(
        _ request: PeerRequest, answerLimitBytes: Int, _ deadline: PeerDeadline
    ) throws(PeerFault) -> PeerResponse {
        let bytes = request.encoded(for: url)
        if let kept = takeIdle(), let response = try attempt(bytes, over: kept, answerLimitBytes, deadline) {
            return response
        }
        let fresh = try connect(deadline)
        guard let response = try attempt(bytes, over: fresh, answerLimitBytes, deadline) else { throw .brokenOff }
        return response
    }

    private func takeIdle() -> PeerConnection? {
        while let connection = state.withLock({ $0.idle.popLast() }) {
            if connection.isQuiet { return connection }
        }
        return nil
    }

    /// One request over one connection; nil when the connection ended before a byte of an answer had come.
    private func attempt(
        _ bytes: [UInt8], over connection: PeerConnection, _ answerLimitBytes: Int, _ deadline: PeerDeadline
    ) throws(PeerFault) -> PeerResponse? {
        var parser = PeerResponseParser(bodyLimitBytes: answerLimitBytes)
        let isSent = try connection.send(bytes, deadline)
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count: Int
            do throws(PeerFault) {
                count = try connection.receive(into: &buffer, deadline)
            } catch {
                if error == .brokenOff, !parser.hasBegun { return nil }
                throw error
            }
            guard count > 0 else { return parser.hasBegun ? try parser.finish() : nil }
            guard let response = try parser.feed(buffer.span.extracting(..<count)) else { continue }
            if isSent, response.keepsConnection { state.withLock { $0.idle.append(connection) } }
            return response
        }
    }

    private func connect(_ deadline: PeerDeadline) throws(PeerFault) -> PeerConnection {
        let limited = deadline.limited(toMilliseconds: connectMilliseconds)
        do throws(PeerFault) {
            let pinned = state.withLock(\.addresses)
            if let connection = try connect(toOneOf: pinned, limited) { return connection }
            let found = try resolver.addresses(of: url.place, limited)
            state.withLock { $0.addresses = found }
            if found != pinned, let connection = try connect(toOneOf: found, limited) { return connection }
            throw .noConnection
        } catch {
            // The time to connect is over, and the time to answer has not begun.
            throw error == .timedOut ? .noConnection : error
        }
    }

    private func connect(
        toOneOf addresses: [PeerAddress], _ deadline: PeerDeadline
    ) throws(PeerFault) -> PeerConnection? {
        for address in addresses {
            do throws(PeerFault) {
                return try PeerConnection(to: address, deadline)
            } catch {
                guard error == .noConnection else { throw error }
            }
        }
        return nil
    }
}
