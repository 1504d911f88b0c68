import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// In a process of its own, whose limit of descriptors can be lowered.
@Suite struct ExhaustionTests {
    @Test func serverOutOfDescriptorsTurnsClientsAwayAndRecovers() async {
        await #expect(processExitsWith: .success) {
            var limits = Limits()
            limits.acceptPauseMilliseconds = 20
            let server = try HTTPServer(application: EchoApplication(), limits: limits)
            // They wait in the backlog, so that their own descriptors are not missing.
            var clients = try (0..<20).map { _ in try TestClient(port: server.port) }
            for client in clients { try client.send("GET /health HTTP/1.1\r\nHost: h\r\n\r\n") }
            ExhaustionTests.leaveDescriptors(8)
            let running = RunningServer(server)
            var served = 0
            for client in clients where (try? client.receive().status) == 200 { served += 1 }
            // Fewer than were left, where others in the process took one.
            #expect((1...8).contains(served))
            #expect(server.counts.acceptPauses > 0)
            clients = []
            #expect(waitUntil { server.connectionCount == 0 })
            let late = try TestClient(port: server.port)
            #expect(try late.request("GET", "/health").status == 200)
            #expect(running.stop())
        }
    }

    /// Lowers the limit so that so many more descriptors can be opened, all above those that are open.
    ///
    /// A number that is free among the open ones would count as one left, and an open one above the limit, once closed,
    /// would not come back.
    private static func leaveDescriptors(_ count: Int) {
        let highest = (0..<Int32(1024)).last { fcntl($0, F_GETFD) >= 0 } ?? 2
        var next = dup(0)
        while next <= highest { next = dup(0) }
        _ = close(next)
        var limit = rlimit(rlim_cur: rlim_t(Int(next) + count), rlim_max: rlim_t(Int(next) + count))
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        // SAFETY: the call only reads the value whose address it is given.
        _ = unsafe setrlimit(resource, &limit)
    }
}
