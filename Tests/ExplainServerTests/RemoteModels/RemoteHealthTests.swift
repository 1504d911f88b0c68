import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct RemoteHealthTests {
    /// Keeps what an observer is told.
    private final class Diary: Sendable {
        private let entries = Mutex<[BreakerChange]>([])

        var changes: [BreakerChange] { entries.withLock { $0 } }
        var states: [String] { changes.map(\.state.word) }

        func take(_ change: BreakerChange) { entries.withLock { $0.append(change) } }
    }

    private static let second: UInt64 = 1_000_000_000

    private func fail(_ health: RemoteHealth, _ outcome: RemoteOutcome = .timedOut, times: Int = 5, now: UInt64 = 0) {
        for _ in 0..<times { health.note(outcome, isFailure: true, rows: 1, started: now, now: now) }
    }

    @Test func everyChangeIsTold() {
        let (health, diary) = (RemoteHealth(openMilliseconds: 10_000), Diary())
        health.watch(diary.take)
        fail(health, times: 4)
        #expect(diary.changes.isEmpty)
        fail(health, .badAnswer, times: 1)
        #expect(
            diary.changes == [
                BreakerChange(
                    state: .open(untilNanoseconds: 10 * Self.second), openings: 1, cause: .badAnswer,
                    openNanoseconds: 10 * Self.second)
            ])
        #expect(health.admit(now: Self.second) == 9)
        #expect(health.admit(now: 10 * Self.second) == nil)
        fail(health, times: 1, now: 11 * Self.second)
        #expect(health.admit(now: 21 * Self.second) == nil)
        health.note(.answered, isFailure: false, rows: 1, started: 21 * Self.second, now: 22 * Self.second)
        health.note(.answered, isFailure: false, rows: 1, started: 22 * Self.second, now: 23 * Self.second)
        #expect(diary.states == ["open", "half_open", "open", "half_open", "closed"])
        #expect(diary.changes.map(\.openings) == [1, 1, 2, 2, 2])
        #expect(diary.changes[2].cause == .timedOut)
    }

    @Test func whoGivesUpChangesNothing() {
        let (health, diary) = (RemoteHealth(openMilliseconds: 10_000), Diary())
        health.watch(diary.take)
        fail(health)
        #expect(health.admit(now: 10 * Self.second) == nil)
        health.note(.calledOff, isFailure: nil, rows: 1, started: 10 * Self.second, now: 11 * Self.second)
        #expect(health.admit(now: 11 * Self.second) == nil)
        #expect(diary.states == ["open", "half_open", "half_open"])
    }

    @Test func theFirstObserverHearsWhatItMissed() {
        let (health, early, late) = (RemoteHealth(openMilliseconds: 10_000), Diary(), Diary())
        fail(health)
        health.watch(early.take)
        #expect(early.states == ["open"])
        // A reload watches again, and hears nothing twice.
        health.watch(late.take)
        #expect(late.changes.isEmpty)
        #expect(health.admit(now: 10 * Self.second) == nil)
        #expect(early.states == ["open"])
        #expect(late.states == ["half_open"])
        let well = RemoteHealth(openMilliseconds: 10_000)
        well.watch(late.take)
        #expect(late.states == ["half_open"])
    }

    @Test func theLogNamesModelAndReason() {
        let lines = Mutex<[String]>([])
        let log = Log(style: .people, clock: ManualClock()) { line in
            lines.withLock { $0.append(String(decoding: line.dropLast(), as: UTF8.self)) }
        }
        let health = RemoteHealth(openMilliseconds: 2_500)
        health.watch { $0.write(to: log, model: "credit", version: "3") }
        fail(health, .brokenOff)
        #expect(health.admit(now: 10 * Self.second) == nil)
        health.note(.answered, isFailure: false, rows: 1, started: 0, now: 1)
        let written = lines.withLock { $0 }
        #expect(written.count == 3)
        #expect(
            written[0].hasSuffix(
                "warning the model server failed too often and is left alone model=credit version=3 breaker=open "
                    + "reason=broken_off openings=1 seconds=2.5"))
        #expect(written[1].contains("info ") && written[1].hasSuffix("model=credit version=3 breaker=half_open"))
        #expect(written[2].contains("info ") && written[2].hasSuffix("model=credit version=3 breaker=closed"))
    }
}
