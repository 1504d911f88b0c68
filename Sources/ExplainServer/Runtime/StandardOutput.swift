#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes text for people and for programs that wait for a line, without a buffer in between.
enum StandardOutput {
    static func write(_ text: String, descriptor: Int32 = STDOUT_FILENO) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // SAFETY: the pointer is the slice's own for the time of the call, with the slice's own length.
            let written = unsafe rest.withUnsafeBytes { unsafe Self.put($0, descriptor) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    // SAFETY: `bytes` is valid for the call, which is all that write(2) needs.
    private static func put(_ bytes: UnsafeRawBufferPointer, _ descriptor: Int32) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
