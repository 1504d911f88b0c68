#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's sentence for an errno value, in lower case as it stands within a sentence.
func systemMessage(_ code: Int32) -> String {
    // SAFETY: strerror returns a C string, copied before any other call; explainctl has one thread.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text).lowercased()
}
