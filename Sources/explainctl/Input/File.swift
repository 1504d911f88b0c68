#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whole files, bounded.
enum File {
    /// The longest file that is read, in bytes.
    static let limitBytes = 256 * 1024 * 1024

    /// The bytes of a file; `-` is standard input.
    ///
    /// - Throws: ``UsageError/file(_:reason:)``.
    static func read(_ path: String) throws(UsageError) -> [UInt8] {
        if path == "-" { return try readAll(STDIN_FILENO, path) }
        // SAFETY: open reads a C string that lives until the call returns.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path, reason: systemMessage(errno)) }
        defer { _ = close(descriptor) }
        return try readAll(descriptor, path)
    }

    /// Replaces the file at `path`.
    ///
    /// - Throws: ``CommandError/output(_:reason:)``.
    static func write(_ bytes: [UInt8], to path: String) throws(CommandError) {
        // SAFETY: open reads a C string that lives until the call returns.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .output(path, reason: systemMessage(errno)) }
        defer { _ = close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the kernel reads within the buffer, which outlives the call.
            let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .output(path, reason: systemMessage(errno)) }
            rest = rest.dropFirst(count)
        }
    }

    private static func readAll(_ descriptor: Int32, _ path: String) throws(UsageError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // SAFETY: the kernel writes at most the buffer's count, and the buffer outlives the call.
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe systemRead(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file(path, reason: systemMessage(errno)) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limitBytes else {
                throw .file(path, reason: "longer than \(limitBytes / 1_048_576) MiB")
            }
            bytes += buffer[..<count]
        }
    }

    // SAFETY: forwards a buffer that its caller keeps alive; only the name differs from the method's.
    private static func systemRead(_ descriptor: Int32, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.read(descriptor, base, count)
        #else
            unsafe Darwin.read(descriptor, base, count)
        #endif
    }

    // SAFETY: as above.
    private static func systemWrite(_ descriptor: Int32, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(descriptor, base, count)
        #else
            unsafe Darwin.write(descriptor, base, count)
        #endif
    }
}
