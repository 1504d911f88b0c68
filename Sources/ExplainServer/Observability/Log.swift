import ExplainCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes log lines: JSON for programs, words for people, each line in one write.
///
/// Bodies, header values, tokens and rows of data have no place in a message or a field.
struct Log: Sendable {
    /// How a line looks.
    enum Style: Sendable {
        /// One JSON object a line.
        case json
        /// Time, level, message, and the fields as `name=value`.
        case people
    }

    /// The least important level that is written.
    let level: LogLevel
    private let style: Style
    private let clock: any ServerClock
    private let sink: @Sendable ([UInt8]) -> Void

    /// Creates a log; `sink` gets whole lines with their line feed, possibly from several threads at once.
    init(
        level: LogLevel = .info, style: Style, clock: any ServerClock, sink: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.level = level
        self.style = style
        self.clock = clock
        self.sink = sink
    }

    /// A log on standard error: for people when that is a terminal, JSON otherwise.
    static func standardError(level: LogLevel, clock: any ServerClock) -> Log {
        Log(level: level, style: isatty(STDERR_FILENO) == 1 ? .people : .json, clock: clock, sink: writeToStandardError)
    }

    /// Writes a line for whoever looks for a fault.
    func debug(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) { emit(.debug, message, fields) }

    /// Writes a line about something ordinary.
    func info(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) { emit(.info, message, fields) }

    /// Writes a line about something that deserves attention.
    func warning(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        emit(.warning, message, fields)
    }

    /// Writes a line about something that failed.
    func error(_ message: String, _ fields: KeyValuePairs<String, LogValue> = [:]) { emit(.error, message, fields) }

    private func emit(_ level: LogLevel, _ message: String, _ fields: KeyValuePairs<String, LogValue>) {
        guard level >= self.level else { return }
        let time = Timestamp.text(milliseconds: clock.wallMilliseconds)
        switch style {
        case .json: sink(Self.jsonLine(time, level, message, fields))
        case .people: sink(Self.peopleLine(time, level, message, fields))
        }
    }

    private static func jsonLine(
        _ time: String, _ level: LogLevel, _ message: String, _ fields: KeyValuePairs<String, LogValue>
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", time)
        writer.member("level", level.rawValue)
        writer.member("message", message)
        for (name, value) in fields {
            writer.key(name)
            switch value {
            case .text(let text): writer.string(text)
            case .integer(let number): writer.int(number)
            case .number(let number): writer.doubleOrNull(number.isFinite ? number : nil)
            case .flag(let flag): writer.bool(flag)
            }
        }
        writer.endObject()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private static func peopleLine(
        _ time: String, _ level: LogLevel, _ message: String, _ fields: KeyValuePairs<String, LogValue>
    ) -> [UInt8] {
        let clockTime = time.dropFirst(11).dropLast()
        let padding = String(repeating: " ", count: 7 - level.rawValue.utf8.count)
        var line = "\(clockTime) \(level.rawValue)\(padding) \(message)"
        for (name, value) in fields {
            switch value {
            case .text(let text): line += " \(name)=\(text)"
            case .integer(let number): line += " \(name)=\(number)"
            case .number(let number): line += " \(name)=\(number)"
            case .flag(let flag): line += " \(name)=\(flag)"
            }
        }
        // A terminal obeys control characters, and a line feed would forge a second line.
        return line.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 } + [UInt8(ascii: "\n")]
    }

    /// One write a line, so that lines of several threads do not mix; what the system does not take is lost.
    private static func writeToStandardError(_ line: [UInt8]) {
        var result = 0
        repeat {
            // SAFETY: the pointer is the array's own for the time of the call, with the array's own length.
            result = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
        } while result < 0 && errno == EINTR
    }
}
