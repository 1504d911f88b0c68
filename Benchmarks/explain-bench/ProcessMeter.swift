#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the operating system counts for this process.
enum ProcessMeter {
    /// The processor time used so far, user and system, in seconds.
    static var processorSeconds: Double {
        var usage = rusage()
        // SAFETY: getrusage writes one rusage into one that outlives the call.
        #if canImport(Glibc)
            let status = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        #else
            let status = unsafe getrusage(RUSAGE_SELF, &usage)
        #endif
        precondition(status == 0, "a process can ask for its own usage")
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The resident memory in KiB, from /proc/self/status; nil where there is no such file.
    static var residentKiB: Int? {
        guard let bytes = InputFile.bytes("/proc/self/status") else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return line.flatMap { $0.split { $0 == " " || $0 == "\t" }.dropFirst().first }.flatMap { Int($0) }
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
