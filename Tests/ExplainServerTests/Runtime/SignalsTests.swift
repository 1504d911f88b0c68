import Dispatch
import Synchronization
import Testing

@testable import ExplainServer

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct SignalsTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func theSecondRequestToEndIsObeyedAtOnce(_ signal: Int32) {
        var policy = SignalPolicy()
        #expect(policy.received(SIGHUP) == .reload)
        #expect(policy.received(signal) == .drain)
        #expect(policy.received(SIGHUP) == .ignore)
        #expect(policy.received(SIGINT) == .exit(130))
        #expect(policy.received(SIGTERM) == .exit(143))
    }

    @Test func otherSignalsMeanNothing() {
        var policy = SignalPolicy()
        #expect(policy.received(SIGUSR1) == .ignore)
        #expect(policy == SignalPolicy())
    }

    @Test func signalsOfTheSystemArriveAsCalls() {
        let heard = DispatchSemaphore(value: 0)
        let calls = Mutex<[String]>([])
        let signals = Signals(
            drain: { number in
                calls.withLock { $0.append("drain \(number)") }
                heard.signal()
            },
            reload: {
                calls.withLock { $0.append("reload") }
                heard.signal()
            },
            exit: { status in
                calls.withLock { $0.append("exit \(status)") }
                heard.signal()
            })
        for number in [SIGHUP, SIGTERM, SIGTERM, SIGPIPE] {
            kill(getpid(), number)
            if number != SIGPIPE { #expect(heard.wait(timeout: .now() + .seconds(20)) == .success) }
        }
        signals.stop()
        #expect(calls.withLock { $0 } == ["reload", "drain \(SIGTERM)", "exit \(128 + SIGTERM)"])
    }
}
