/// What a model server's breaker just did.
struct BreakerChange: Sendable, Equatable {
    /// What it does now.
    var state: CircuitBreaker.State
    /// How often it opened so far.
    var openings: Int
    /// How the request before ended, if there was one.
    var cause: RemoteOutcome?
    /// How long it stays open.
    var openNanoseconds: UInt64

    /// Writes a line about it.
    func write(to log: Log, model: String, version: String) {
        let reason = cause?.rawValue ?? ""
        switch state {
        case .open:
            log.warning(
                "the model server failed too often and is left alone",
                [
                    "model": .text(model), "version": .text(version), "breaker": .text(state.word),
                    "reason": .text(reason), "openings": .integer(openings),
                    "seconds": .number(Double(openNanoseconds) / 1e9),
                ])
        case .halfOpen:
            log.info(
                "one request is let through to see whether the model server has recovered",
                ["model": .text(model), "version": .text(version), "breaker": .text(state.word)])
        case .closed:
            log.info(
                "the model server has recovered",
                ["model": .text(model), "version": .text(version), "breaker": .text(state.word)])
        }
    }
}
