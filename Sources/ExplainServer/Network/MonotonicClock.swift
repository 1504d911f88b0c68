#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The clocks of the event loop.
enum MonotonicClock {
    /// Milliseconds since some moment in the past; never backwards.
    static func milliseconds() -> Int64 {
        let time = read(CLOCK_MONOTONIC)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    static func wallSeconds() -> Int64 { Int64(read(CLOCK_REALTIME).tv_sec) }

    private static func read(_ clock: clockid_t) -> timespec {
        var time = timespec()
        // SAFETY: the call only writes the value whose address it is given.
        _ = unsafe clock_gettime(clock, &time)
        return time
    }
}
