import Testing

@testable import ExplainServer

@Suite struct ListenerTests {
    private func failure(host: String, port: UInt16 = 0) -> NetworkError? {
        do throws(NetworkError) { _ = try Listener(host: host, port: port, backlog: 1) } catch { return error }
        return nil
    }

    @Test(arguments: [
        ("localhost", ListenAddress.version4([127, 0, 0, 1])), ("0.0.0.0", .version4([0, 0, 0, 0])),
        ("10.1.2.3", .version4([10, 1, 2, 3])), ("::", .version6(.init(repeating: 0, count: 16))),
        ("::1", .version6(.init(repeating: 0, count: 15) + [1])),
    ])
    func hostsAreAddresses(_ host: String, _ address: ListenAddress) throws {
        #expect(try ListenAddress(host: host) == address)
    }

    @Test(arguments: ["", "example.org", "127.0.0", "[::1]", "1.2.3.4.5"])
    func otherHostsAreRefused(_ host: String) {
        #expect(failure(host: host) == .unsupportedHost(host))
    }

    @Test(arguments: ["127.0.0.1", "localhost", "0.0.0.0"])
    func systemChoosesAPort(_ host: String) throws {
        let first = try Listener(host: host, port: 0, backlog: 1)
        let second = try Listener(host: host, port: 0, backlog: 1)
        #expect(first.port != 0)
        #expect(first.port != second.port)
    }

    @Test func portInUseIsTold() throws {
        let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1)
        let error = try #require(failure(host: "127.0.0.1", port: listener.port))
        guard case .system(let call, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(call == "bind")
        #expect(error.message == "bind failed: Address already in use")
    }

    @Test func nobodyWaitsAtFirst() throws {
        let listener = try Listener(host: "127.0.0.1", port: 0, backlog: 1)
        #expect(listener.accept() == .none)
    }
}
