import Testing

@testable import ExplainServer

@Suite struct CircuitBreakerTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func opensAfterFiveFailuresInARow() {
        var breaker = CircuitBreaker(openMilliseconds: 10_000)
        for _ in 0..<4 { breaker.fail(now: 0) }
        breaker.succeed()
        for _ in 0..<4 { breaker.fail(now: 0) }
        let passes1 = breaker.admit(now: 0)
        #expect(passes1)
        breaker.fail(now: Self.second)
        #expect(breaker.state == .open(untilNanoseconds: 11 * Self.second))
        let passes2 = breaker.admit(now: 11 * Self.second - 1)
        #expect(!passes2)
        #expect(breaker.secondsToWait(now: 2 * Self.second) == 9)
        #expect(breaker.openings == 1)
    }

    @Test func opensWhenHalfOfTwentyFail() {
        var breaker = CircuitBreaker(openMilliseconds: 10_000)
        for _ in 0..<10 {
            breaker.succeed()
            breaker.fail(now: 0)
        }
        #expect(breaker.state != .closed)
        var better = CircuitBreaker(openMilliseconds: 10_000)
        for number in 0..<40 { if number % 9 < 3 { better.fail(now: 0) } else { better.succeed() } }
        #expect(better.state == .closed)
    }

    @Test func letsOneRequestThroughAndObeysItsOutcome() {
        var breaker = CircuitBreaker(openMilliseconds: 10_000)
        for _ in 0..<5 { breaker.fail(now: 0) }
        let passes3 = breaker.admit(now: 10 * Self.second)
        #expect(passes3)
        #expect(breaker.state == .halfOpen)
        let passes4 = breaker.admit(now: 10 * Self.second)
        #expect(!passes4)
        breaker.fail(now: 10 * Self.second)
        #expect(breaker.state == .open(untilNanoseconds: 20 * Self.second))
        let passes5 = breaker.admit(now: 20 * Self.second)
        #expect(passes5)
        breaker.succeed()
        #expect(breaker.state == .closed)
        breaker.fail(now: 20 * Self.second)
        #expect(breaker.state == .closed)
        #expect(breaker.openings == 2)
    }

    @Test func aForgottenProbeLeavesRoomForAnother() {
        var breaker = CircuitBreaker(openMilliseconds: 10_000)
        for _ in 0..<5 { breaker.fail(now: 0) }
        let passes6 = breaker.admit(now: 10 * Self.second)
        #expect(passes6)
        breaker.forget(now: 10 * Self.second)
        let passes7 = breaker.admit(now: 10 * Self.second)
        #expect(passes7)
    }
}
