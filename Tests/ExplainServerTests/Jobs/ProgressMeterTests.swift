import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct ProgressMeterTests {
    private static let second: UInt64 = 1_000_000_000

    @Test func takesTheRateFromTheStartAndCountsDownBetweenReports() {
        var meter = ProgressMeter(startNanoseconds: 10 * Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 11 * Self.second) == nil)
        meter.report(Progress(done: 25, total: 100), nowNanoseconds: 12 * Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 12 * Self.second) == 6)
        #expect(meter.etaSeconds(nowNanoseconds: 15 * Self.second) == 3)
        #expect(meter.etaSeconds(nowNanoseconds: 60 * Self.second) == 0)
        meter.report(Progress(done: 50, total: 100), nowNanoseconds: 16 * Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 16 * Self.second) == 6)
        meter.report(Progress(done: 100, total: 100), nowNanoseconds: 20 * Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 20 * Self.second) == 0)
    }

    @Test func whatAnEarlierAttemptDidTellsNothingOfTheRate() {
        var meter = ProgressMeter(startNanoseconds: 0)
        meter.report(Progress(done: 60, total: 100, resumed: 60), nowNanoseconds: 1)
        #expect(meter.etaSeconds(nowNanoseconds: Self.second) == nil)
        meter.report(Progress(done: 70, total: 100, resumed: 60), nowNanoseconds: 2 * Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 2 * Self.second) == 6)
        meter.report(Progress(done: 80, total: 100, resumed: .max), nowNanoseconds: 2 * Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 2 * Self.second) == nil)
    }

    @Test(arguments: [Progress(done: 0, total: 10), Progress(done: -3, total: 10)])
    func knowsNothingWithoutProgress(_ progress: Progress) {
        var meter = ProgressMeter(startNanoseconds: 0)
        meter.report(progress, nowNanoseconds: Self.second)
        #expect(meter.etaSeconds(nowNanoseconds: 2 * Self.second) == nil)
    }

    @Test func survivesClocksAndCountsAtTheirEnds() {
        var meter = ProgressMeter(startNanoseconds: 100)
        meter.report(Progress(done: 1, total: .max), nowNanoseconds: 50)
        #expect(meter.etaSeconds(nowNanoseconds: 0) == nil)
        meter.report(Progress(done: 1, total: .max), nowNanoseconds: .max)
        #expect(meter.etaSeconds(nowNanoseconds: 0).map(\.isFinite) == true)
        meter.report(Progress(done: .max, total: 1), nowNanoseconds: .max)
        #expect(meter.etaSeconds(nowNanoseconds: .max) == 0)
    }
}
