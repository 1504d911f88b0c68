import Synchronization

@testable import ExplainServer

/// A clock that stands still until it is told to move.
final class ManualClock: ServerClock {
    private struct Time {
        var wallMilliseconds: Int64
        var monotonicNanoseconds: UInt64
    }

    private let time: Mutex<Time>

    init(wallMilliseconds: Int64 = 1_750_000_000_000, monotonicNanoseconds: UInt64 = 1_000_000_000) {
        time = Mutex(Time(wallMilliseconds: wallMilliseconds, monotonicNanoseconds: monotonicNanoseconds))
    }

    var wallMilliseconds: Int64 { time.withLock(\.wallMilliseconds) }
    var monotonicNanoseconds: UInt64 { time.withLock(\.monotonicNanoseconds) }

    /// Moves both clocks.
    func advance(milliseconds: Int64) {
        time.withLock { time in
            time.wallMilliseconds += milliseconds
            time.monotonicNanoseconds += UInt64(milliseconds) * 1_000_000
        }
    }

    /// Moves the wall clock alone, as an operator may.
    func setWall(milliseconds: Int64) { time.withLock { $0.wallMilliseconds = milliseconds } }
}
