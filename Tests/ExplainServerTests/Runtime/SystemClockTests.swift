import Testing

@testable import ExplainServer

@Suite struct SystemClockTests {
    @Test func monotonicTimeNeverGoesBack() {
        let clock = SystemClock()
        let times = (0..<1_000).map { _ in clock.monotonicNanoseconds }
        #expect(times == times.sorted())
        #expect(times.last != 0)
    }

    @Test func wallTimeIsLaterThanThisFile() {
        #expect(SystemClock().wallMilliseconds > 1_735_689_600_000)
    }
}
