import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct PeerPoolTests {
    private static func post(
        _ pool: PeerPool, milliseconds: Int = 20_000, limit: Int = 1 << 20, cancellation: Cancellation? = nil
    ) -> Result<PeerResponse, PeerFault> {
        do throws(PeerFault) {
            let deadline = PeerDeadline(milliseconds: milliseconds, cancellation: cancellation)
            try pool.enter(deadline)
            defer { pool.leave() }
            let request = PeerRequest(path: "/x", fields: [HTTPField("X-Mark", "1")], body: Array("{}".utf8))
            return .success(try pool.exchange(request, answerLimitBytes: limit, deadline))
        } catch {
            return .failure(error)
        }
    }

    @Test func keepsConnectionsAndSendsWhatItShould() throws {
        let server = try FakeModelServer { _ in .json("{}") }
        let pool = PeerPool(url: try PeerURL(server.url + "/base"), width: 2)
        for _ in 0..<5 { #expect(try Self.post(pool).get().status == 200) }
        #expect(server.connectionCount == 1)
        let request = try #require(server.requests.first)
        #expect(request.path == "/base/x")
        #expect(request.body == Array("{}".utf8))
        let expected = [
            "host": "127.0.0.1:\(server.port)", "user-agent": "explaind", "content-type": "application/json",
            "accept": "application/json", "accept-encoding": "identity", "x-mark": "1", "content-length": "2",
        ]
        #expect(request.fields == expected)
    }

    @Test func aKeptConnectionThatEndedCostsNothing() throws {
        let server = try FakeModelServer { _ in .json("{}") }
        let pool = PeerPool(url: try PeerURL(server.url), width: 1)
        for count in 1...3 {
            #expect(try Self.post(pool).get().status == 200)
            #expect(server.connectionCount == count)
            server.closeConnections()
        }
    }

    @Test func aServerThatEndsWithoutAnAnswerIsBrokenOff() throws {
        let server = try FakeModelServer { _ in .bytesAndClose("") }
        let pool = PeerPool(url: try PeerURL(server.url), width: 1)
        #expect(Self.post(pool) == .failure(.brokenOff))
        server.behave { _ in .bytesAndClose("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{") }
        #expect(Self.post(pool) == .failure(.brokenOff))
    }

    @Test func drippingExtendsNoDeadline() throws {
        let text = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + String(repeating: " ", count: 100)
        let server = try FakeModelServer { _ in .drip(text, everyMilliseconds: 50) }
        let pool = PeerPool(url: try PeerURL(server.url), width: 1)
        let clock = SystemClock()
        let started = clock.monotonicNanoseconds
        #expect(Self.post(pool, milliseconds: 300) == .failure(.timedOut))
        // The whole answer takes seven seconds.
        #expect(clock.monotonicNanoseconds - started < 4_000_000_000)
    }

    @Test func theSwitchEndsAWait() throws {
        let server = try FakeModelServer { _ in .hang }
        let pool = PeerPool(url: try PeerURL(server.url), width: 1)
        for isDeadline in [false, true] {
            let cancellation = Cancellation()
            let outcome = Mutex<Result<PeerResponse, PeerFault>?>(nil)
            let ended = Signal()
            RunningThread.run {
                let result = Self.post(pool, cancellation: cancellation)
                outcome.withLock { $0 = result }
                ended.send()
            }
            #expect(waitUntil { server.hanging == 1 })
            if isDeadline { cancellation.expire() } else { cancellation.cancel() }
            ended.require()
            #expect(outcome.withLock { $0 } == .failure(isDeadline ? .deadlineExceeded : .cancelled))
            #expect(waitUntil { server.hanging == 0 })
        }
    }

    @Test func speaksOverUnixSockets() throws {
        let folder = TemporaryFolder()
        let server = try FakeModelServer(socketPath: folder.path + "/lock") { _ in .json("{}") }
        let pool = PeerPool(url: try PeerURL("unix:" + folder.path + "/lock"), width: 1)
        #expect(try Self.post(pool).get().status == 200)
        #expect(server.requests.first?.fields["host"] == "localhost")
    }

    @Test func nobodyThereIsNoConnection() throws {
        #expect(Self.post(PeerPool(url: try PeerURL("unix:/nowhere/s"), width: 1)) == .failure(.noConnection))
        let server = try FakeModelServer { _ in .hang }
        let url = try PeerURL(server.url)
        server.stop()
        #expect(Self.post(PeerPool(url: url, width: 1)) == .failure(.noConnection))
    }

    @Test func anAnswerHasALimit() throws {
        let server = try FakeModelServer { _ in .json(String(repeating: " ", count: 2_000)) }
        let pool = PeerPool(url: try PeerURL(server.url), width: 1)
        #expect(Self.post(pool, limit: 1_000) == .failure(.tooLong))
    }

    /// A name that leads elsewhere after it was checked leads nowhere.
    @Test func addressesArePinned() throws {
        let server = try FakeModelServer { _ in .json("{}") }
        let lookUps = Mutex(0)
        let resolver = NameResolver { _ in
            let number = lookUps.withLock { count in
                count += 1
                return count
            }
            return number == 1 ? [[127, 0, 0, 1]] : [[169, 254, 169, 254]]
        }
        let pool = PeerPool(
            url: try PeerURL("http://models.example:\(server.port)"), width: 1, resolver: resolver)
        for _ in 0..<3 {
            #expect(try Self.post(pool).get().status == 200)
            server.closeConnections()
        }
        #expect(lookUps.withLock { $0 } == 1)
        #expect(server.requests.first?.fields["host"] == "models.example:\(server.port)")
        server.stop()
        #expect(Self.post(pool) == .failure(.forbiddenAddress))
    }

    @Test func forbiddenAddressesAreLeftOut() throws {
        let server = try FakeModelServer { _ in .json("{}") }
        let mixed = NameResolver { _ in [[169, 254, 169, 254], [127, 0, 0, 1]] }
        let url = try PeerURL("http://models.example:\(server.port)")
        #expect(try Self.post(PeerPool(url: url, width: 1, resolver: mixed)).get().status == 200)
        let none = NameResolver { _ in [] }
        #expect(Self.post(PeerPool(url: url, width: 1, resolver: none)) == .failure(.noConnection))
        let literal = try PeerURL("http://169.254.169.254/latest")
        #expect(Self.post(PeerPool(url: literal, width: 1)) == .failure(.forbiddenAddress))
    }

    /// A look-up cannot be interrupted; whoever waits for it can.
    @Test func aSlowLookUpHoldsNobody() throws {
        let gate = Signal()
        let resolver = NameResolver { _ in
            _ = gate.wait()
            return []
        }
        let pool = PeerPool(
            url: try PeerURL("http://models.example"), width: 1, connectMilliseconds: 50, resolver: resolver)
        #expect(Self.post(pool) == .failure(.noConnection))
        gate.send()
    }
}
