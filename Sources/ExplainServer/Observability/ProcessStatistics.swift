#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the operating system says of this process.
struct ProcessStatistics: Sendable, Equatable {
    /// Processor time used, in seconds.
    var cpuSeconds: Double
    /// Resident memory in bytes; nil where the system does not tell.
    var residentBytes: Int?
    /// Open file descriptors; nil where the system does not tell.
    var openDescriptors: Int?

    // SAFETY: getrusage writes one rusage, which is a local.
    static func current() -> ProcessStatistics {
        // SAFETY: getrusage writes one rusage into one that outlives the call.
        var usage = rusage()
        #if canImport(Glibc)
            let status = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
        #else
            let status = unsafe getrusage(RUSAGE_SELF, &usage)
        #endif
        let cpu = status == 0 ? seconds(usage.ru_utime) + seconds(usage.ru_stime) : 0
        return ProcessStatistics(cpuSeconds: cpu, residentBytes: residentBytes(), openDescriptors: openDescriptors())
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    private static func residentBytes() -> Int? {
        // SAFETY: the FILE is opened, used and closed here; fgets writes at most the buffer's size.
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return nil }
        defer { unsafe fclose(file) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard unsafe fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fields = text.split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
        return pages * Int(getpagesize())
    }

    private static func openDescriptors() -> Int? {
        // SAFETY: the directory stream is opened, read and closed here.
        guard let folder = unsafe opendir("/proc/self/fd") else { return nil }
        defer { unsafe closedir(folder) }
        var count = 0
        while unsafe readdir(folder) != nil { count += 1 }
        return max(0, count - 3)
    }
}
