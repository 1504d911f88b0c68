import Foundation
import Synchronization

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A model server on a thread for every connection, which does what a test says: answers, drips, breaks off, or hangs.
final class FakeModelServer: Sendable {
    /// A request as it came.
    struct Request: Sendable {
        /// Its number, from 0, among all requests to the server.
        var number: Int
        /// The path.
        var path: String
        /// The fields by lower-case name.
        var fields: [String: String]
        /// The body.
        var body: [UInt8]
    }

    /// What is done about a request.
    enum Reply: Sendable {
        /// A JSON document with a status.
        case json(String, status: Int = 200)
        /// Bytes as they are; the connection stays open.
        case bytes(String)
        /// Bytes as they are, and the end of the connection.
        case bytesAndClose(String)
        /// Bytes, one at a time.
        case drip(String, everyMilliseconds: Int32)
        /// A reply after a while.
        indirect case late(Reply, afterMilliseconds: Int32)
        /// Nothing, until the client hangs up or the server ends.
        case hang
    }

    private struct State {
        var requests: [Request] = []
        var rows = 0
        var connections: Set<Int32> = []
        var connectionCount = 0
        var hanging = 0
        var isStopped = false
        var behaviour: @Sendable (Request) -> Reply
    }

    /// The port on 127.0.0.1; 0 where it listens on a Unix socket.
    let port: UInt16
    private let descriptor: Int32
    private let state: Mutex<State>

    /// Listens on a free port of the loopback interface, or on a Unix socket.
    init(socketPath: String? = nil, _ behaviour: @escaping @Sendable (Request) -> Reply) throws {
        state = Mutex(State(behaviour: behaviour))
        let address: PeerAddress =
            socketPath.map { .socket($0) } ?? .internet(.version4([127, 0, 0, 1]), port: 0)
        descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue), 0)
        let number = descriptor
        // SAFETY: the pointer is used within the closure only.
        guard unsafe address.withSocketAddress({ unsafe bind(number, $0, $1) }) == 0, listen(number, 64) == 0 else {
            throw TestClientError.system(call: "bind", code: errno)
        }
        var name = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // SAFETY: the call writes at most the size it is told.
        _ = unsafe withUnsafeMutablePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(number, $0, &size) }
        }
        port = socketPath == nil ? UInt16(bigEndian: name.sin_port) : 0
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(number, nil, nil)
                guard connection >= 0, let self else {
                    // Closed here and nowhere else: a number that is free may already be another test's.
                    if connection >= 0 { _ = close(connection) }
                    _ = close(number)
                    return
                }
                self.open(connection)
            }
        }
    }

    deinit { stop() }

    /// Its address.
    var url: String { "http://127.0.0.1:\(port)" }
    /// The requests so far.
    var requests: [Request] { state.withLock(\.requests) }
    /// The rows of all requests so far.
    var rows: Int { state.withLock(\.rows) }
    /// The connections it accepted so far.
    var connectionCount: Int { state.withLock(\.connectionCount) }
    /// The requests that hang at this moment.
    var hanging: Int { state.withLock(\.hanging) }

    /// Changes what it does.
    func behave(_ behaviour: @escaping @Sendable (Request) -> Reply) { state.withLock { $0.behaviour = behaviour } }

    /// Closes the connections that are open now.
    func closeConnections() {
        state.withLock { state in
            for connection in state.connections { _ = shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends everything.
    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
        closeConnections()
    }

    private func open(_ connection: Int32) {
        state.withLock { state in
            state.connections.insert(connection)
            state.connectionCount += 1
        }
        Thread.detachNewThread {
            self.serve(connection)
            _ = self.state.withLock { $0.connections.remove(connection) }
            _ = close(connection)
        }
    }

    private func serve(_ connection: Int32) {
        var buffer: [UInt8] = []
        while let request = read(connection, &buffer) {
            let (reply, numbered) = state.withLock { state in
                var request = request
                request.number = state.requests.count
                state.requests.append(request)
                state.rows += FakeModel.rows(of: request)?.count ?? 0
                return (state.behaviour, request)
            }
            guard perform(reply(numbered), on: connection) else { return }
        }
    }

    /// - Returns: whether the connection stays open.
    private func perform(_ reply: Reply, on connection: Int32) -> Bool {
        switch reply {
        case .json(let text, let status):
            let head = "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)"
            return send(connection, Array((head + "\r\n\r\n" + text).utf8))
        case .bytes(let text): return send(connection, Array(text.utf8))
        case .bytesAndClose(let text):
            _ = send(connection, Array(text.utf8))
            return false
        case .drip(let text, let milliseconds):
            for byte in text.utf8 {
                guard send(connection, [byte]) else { return false }
                var item = pollfd(fd: connection, events: 0, revents: 0)
                // SAFETY: poll writes one pollfd into one that outlives the call.
                _ = unsafe poll(&item, 1, milliseconds)
                if item.revents != 0 { return false }
            }
            return true
        case .late(let reply, let milliseconds):
            _ = poll(nil, 0, milliseconds)
            return perform(reply, on: connection)
        case .hang:
            state.withLock { $0.hanging += 1 }
            var byte: [UInt8] = [0]
            // SAFETY: the call writes at most the one byte there is.
            while unsafe recv(connection, &byte, 1, 0) > 0 {}
            state.withLock { $0.hanging -= 1 }
            return false
        }
    }

    private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = Self.send(connection, bytes, start)
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    private static func send(_ connection: Int32, _ bytes: [UInt8], _ start: Int) -> Int {
        // SAFETY: the call reads no more bytes than are left.
        unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(
                connection, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start, Int32(MSG_NOSIGNAL))
        }
    }

    private func read(_ connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        let mark = Array("\r\n\r\n".utf8)
        var end = buffer.firstRange(of: mark)
        while end == nil {
            guard receive(connection, &buffer) else { return nil }
            end = buffer.firstRange(of: mark)
        }
        guard let end else { return nil }
        let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        let length = fields["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < end.upperBound + length {
            guard receive(connection, &buffer) else { return nil }
        }
        let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
        buffer.removeFirst(end.upperBound + length)
        return Request(number: 0, path: lines[0].components(separatedBy: " ")[1], fields: fields, body: body)
    }

    private func receive(_ connection: Int32, _ buffer: inout [UInt8]) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        // SAFETY: the call writes at most as many bytes as the array has.
        let count = unsafe recv(connection, &bytes, 65_536, 0)
        guard count > 0 else { return false }
        buffer += bytes[..<count]
        return true
    }
}
