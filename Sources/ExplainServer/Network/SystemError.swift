#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The error numbers of system calls.
enum SystemError {
    /// The text of an error number, in English.
    static func text(_ code: Int32) -> String {
        // SAFETY: the text is read before another call can change it; it is asked for at start-up only.
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
