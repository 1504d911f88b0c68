import ExplainCore

/// Times the loading of models, and tells the log how that of a large one goes on.
struct LoadWatch: Sendable {
    /// The time between two lines.
    static let intervalNanoseconds: UInt64 = 2_000_000_000

    let clock: any ServerClock
    /// Where lines go; nil: nowhere.
    var log: Log?

    /// The seconds since `start`, a moment of the clock.
    func seconds(since start: UInt64) -> Double {
        Double(clock.monotonicNanoseconds - start) / 1_000_000_000
    }

    /// What hears of the progress of one load that begins now; nil where nobody would read it.
    func observer(model: String, version: String) -> LoadObserver? {
        guard let log else { return nil }
        var next = clock.monotonicNanoseconds + Self.intervalNanoseconds
        return { progress in
            let now = clock.monotonicNanoseconds
            guard now >= next else { return }
            next = now + Self.intervalNanoseconds
            log.info(
                "model file being loaded",
                [
                    "model": .text(model), "version": .text(version), "stage": .text(progress.stage.rawValue),
                    "done": .integer(progress.done), "of": .integer(progress.total),
                ])
        }
    }
}
