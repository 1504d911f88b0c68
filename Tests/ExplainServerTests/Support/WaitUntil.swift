#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Waits for something that happens on another thread.
///
/// - Parameters:
///   - seconds: how long at most.
///   - condition: what is waited for.
/// - Returns: whether it came true.
func waitUntil(seconds: Int = 10, _ condition: () -> Bool) -> Bool {
    for _ in 0..<seconds * 1000 {
        if condition() { return true }
        _ = poll(nil, 0, 1)
    }
    return condition()
}
