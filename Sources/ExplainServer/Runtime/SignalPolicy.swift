#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a signal asks for: the first request to end is a polite one, the second is not.
struct SignalPolicy: Sendable, Equatable {
    /// What is to be done.
    enum Action: Sendable, Equatable {
        /// Finish what is in flight, then end.
        case drain
        /// End at once, with this status.
        case exit(Int32)
        /// Read the models again.
        case reload
        /// Nothing.
        case ignore
    }

    private var isEnding = false

    /// Takes a signal and says what is to be done.
    mutating func received(_ signal: Int32) -> Action {
        switch signal {
        case SIGTERM, SIGINT:
            // By convention a process that a signal ended has the status 128 + its number.
            if isEnding { return .exit(128 + signal) }
            isEnding = true
            return .drain
        case SIGHUP: return isEnding ? .ignore : .reload
        default: return .ignore
        }
    }
}
