#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a command's words go: answers to standard output, everything else to standard error.
struct Console: Sendable {
    /// Writes to standard output.
    let output: @Sendable ([UInt8]) -> Void
    /// Writes to standard error.
    let note: @Sendable ([UInt8]) -> Void
    /// The width of the terminal that standard error is; nil when it is none.
    let progressWidth: Int?

    /// Writes text to standard output as it is.
    func print(_ text: String) { output(Array(text.utf8)) }

    /// Writes one line to standard error.
    func say(_ text: String) { note(Array((text + "\n").utf8)) }

    /// Draws over the last line of the terminal that standard error is.
    func redraw(_ text: String) { note(Array(("\r\u{1B}[K" + text).utf8)) }

    /// The process's own streams.
    static var standard: Console {
        Console(
            output: { Self.writeAll($0, to: STDOUT_FILENO) }, note: { Self.writeAll($0, to: STDERR_FILENO) },
            progressWidth: terminalWidth())
    }

    private static func terminalWidth() -> Int? {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        var size = winsize()
        // SAFETY: the kernel writes one winsize into one that lives until the call returns.
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // SAFETY: the kernel reads within the buffer, which outlives the call.
            let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
