#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many descriptors the process may have open.
enum DescriptorLimit {
    /// Raises the soft limit to the hard one.
    ///
    /// - Returns: the limit from now on.
    @discardableResult
    static func raise() -> Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        // SAFETY: the calls write and read the value whose address they are given.
        guard unsafe getrlimit(resource, &limit) == 0 else { return 0 }
        var wanted = limit
        wanted.rlim_cur = limit.rlim_max
        #if canImport(Darwin)
            // The hard limit is given as infinite there, and refused.
            wanted.rlim_cur = min(limit.rlim_max, rlim_t(OPEN_MAX))
        #endif
        // SAFETY: the call only reads the value whose address it is given.
        if unsafe setrlimit(resource, &wanted) == 0 { limit = wanted }
        return Int(clamping: limit.rlim_cur)
    }
}
