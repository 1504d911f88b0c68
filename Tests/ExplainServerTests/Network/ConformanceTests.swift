import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs `Tests/conformance/http_conformance.py` against a server in this process.
@Suite(.serialized, .enabled(if: Python.interpreter != nil)) struct ConformanceTests {
    @Test func everyFastCasePasses() throws {
        let server = try RunningServer(EchoApplication())
        try expectConformance(of: server, ["--jobs", "16"], "215 cases: 215 PASS, 0 ALLOWED, 0 FAIL\n")
        #expect(server.stop())
    }

    @Test func slowClientsAreCutOff() throws {
        var limits = Limits()
        limits.headTimeoutMilliseconds = 1000
        limits.bodyTimeoutMilliseconds = 1500
        limits.bodyRateGraceMilliseconds = 1000
        limits.idleTimeoutMilliseconds = 1500
        limits.tickMilliseconds = 50
        let server = try RunningServer(EchoApplication(), limits: limits)
        let arguments = [
            "--group", "slow", "--slow", "--head-timeout", "2", "--body-timeout", "3", "--idle-timeout", "3", "--jobs",
            "1", "--pid", "\(getpid())",
        ]
        try expectConformance(of: server, arguments, "5 cases: 5 PASS, 0 ALLOWED, 0 FAIL\n")
        #expect(server.stop())
    }

    private func expectConformance(of server: RunningServer, _ arguments: [String], _ wanted: String) throws {
        let (status, report) = try Python.run(
            "conformance/http_conformance.py",
            // More patience than the defaults, for a machine that does other work at the same time.
            ["--port", "\(server.port)", "--len-field", "n", "--timeout", "10", "--grace", "0.4"] + arguments)
        #expect(status == 0)
        #expect(report == wanted)
    }
}
