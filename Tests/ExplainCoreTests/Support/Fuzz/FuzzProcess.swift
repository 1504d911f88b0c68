#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the process has used.
enum FuzzProcess {
    /// Seconds of processor time of this thread.
    static var threadSeconds: Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

    /// Seconds of a clock that only goes forward.
    static var now: Double { seconds(CLOCK_MONOTONIC) }

    /// The most memory the process has held so far, in bytes.
    static var peakBytes: Int {
        var usage = rusage()
        #if canImport(Glibc)
            _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
            return Int(usage.ru_maxrss) * 1024
        #else
            _ = unsafe getrusage(RUSAGE_SELF, &usage)
            return Int(usage.ru_maxrss)
        #endif
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
