/// Keeps requests from a peer that fails, and lets one through now and then to see whether it has recovered.
///
/// It opens after 5 failures in a row, or when half of the last 20 requests failed; while it is open nothing is asked. After
/// a while one request is let through: its success closes the breaker, its failure opens it anew.
struct CircuitBreaker: Sendable, Equatable {
    /// What the breaker does.
    enum State: Sendable, Equatable {
        /// Requests pass.
        case closed
        /// No request passes until this moment, on the monotonic clock.
        case open(untilNanoseconds: UInt64)
        /// One request is on its way; no other passes.
        case halfOpen

        /// The word for logs and metrics.
        var word: String {
            switch self {
            case .closed: "closed"
            case .open: "open"
            case .halfOpen: "half_open"
            }
        }
    }

    /// How long it stays open.
    let openNanoseconds: UInt64
    /// What it does.
    private(set) var state = State.closed
    /// How often it opened so far.
    private(set) var openings = 0
    private var failuresInRow = 0
    /// The last outcomes, the newest in the lowest bit; a failure is 1.
    private var outcomes: UInt32 = 0
    private var outcomeCount = 0

    private static let failuresInRowLimit = 5
    private static let window = 20

    /// Creates a closed breaker.
    init(openMilliseconds: Int) { openNanoseconds = UInt64(max(1, openMilliseconds)) * 1_000_000 }

    /// Whether a request may pass now; whoever is let through reports its outcome.
    mutating func admit(now: UInt64) -> Bool {
        switch state {
        case .closed: return true
        case .halfOpen: return false
        case .open(let end):
            guard now >= end else { return false }
            state = .halfOpen
            return true
        }
    }

    /// A request that passed had an answer.
    mutating func succeed() {
        failuresInRow = 0
        note(isFailure: false)
        guard state == .halfOpen else { return }
        state = .closed
        outcomes = 0
        outcomeCount = 0
    }

    /// A request that passed failed.
    mutating func fail(now: UInt64) {
        failuresInRow += 1
        note(isFailure: true)
        let isBad = outcomeCount == Self.window && outcomes.nonzeroBitCount * 2 >= Self.window
        switch state {
        case .halfOpen: open(now)
        case .closed where failuresInRow >= Self.failuresInRowLimit || isBad: open(now)
        case .closed, .open: break
        }
    }

    /// A request that passed was called off before its outcome was known.
    mutating func forget(now: UInt64) {
        guard state == .halfOpen else { return }
        state = .open(untilNanoseconds: now)
    }

    /// How long no request passes, in whole seconds, 1 at least; nil when one may.
    func secondsToWait(now: UInt64) -> Int? {
        switch state {
        case .closed: nil
        case .halfOpen: 1
        case .open(let end): now >= end ? nil : Int((end - now + 999_999_999) / 1_000_000_000)
        }
    }

    private mutating func note(isFailure: Bool) {
        outcomes = (outcomes << 1 | (isFailure ? 1 : 0)) & (1 << UInt32(Self.window) - 1)
        outcomeCount = min(outcomeCount + 1, Self.window)
    }

    private mutating func open(_ now: UInt64) {
        state = .open(untilNanoseconds: now &+ openNanoseconds)
        openings += 1
        failuresInRow = 0
        outcomes = 0
        outcomeCount = 0
    }
}
