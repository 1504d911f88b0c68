#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The environment of this process.
enum ProcessEnvironment {
    /// The variables that this program reads: those that begin with `EXPLAIND_`.
    // SAFETY: the environment is read once at start, before there is a second thread that could change it.
    static func current() -> [String: String] {
        var result: [String: String] = [:]
        var entry = unsafe environ
        while let variable = unsafe entry.pointee {
            let text = unsafe String(cString: variable)
            unsafe entry += 1
            guard text.hasPrefix("EXPLAIND_"), let separator = text.firstIndex(of: "=") else { continue }
            result[String(text[..<separator])] = String(text[text.index(after: separator)...])
        }
        return result
    }
}
