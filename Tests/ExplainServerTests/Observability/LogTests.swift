import Synchronization
import Testing

@testable import ExplainServer

@Suite struct LogTests {
    /// Keeps what was written.
    private final class Sink: Sendable {
        private let lines = Mutex<[String]>([])

        var written: [String] { lines.withLock { $0 } }

        func take(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    }

    private struct FixedClock: ServerClock {
        let wallMilliseconds: Int64 = 1_795_165_828_123
        let monotonicNanoseconds: UInt64 = 0
    }

    private func lines(_ style: Log.Style, level: LogLevel = .info, _ body: (Log) -> Void) -> [String] {
        let sink = Sink()
        body(Log(level: level, style: style, clock: FixedClock(), sink: sink.take))
        return sink.written
    }

    @Test func programsGetOneObjectALine() {
        let written = lines(.json) { log in
            log.info(
                "model loaded", ["model": "credit", "rows": 100, "seconds": 0.5, "default": true, "bad": .number(.nan)])
        }
        #expect(
            written == [
                #"{"time":"2026-11-20T09:10:28.123Z","level":"info","message":"model loaded","model":"credit","#
                    + "\"rows\":100,\"seconds\":0.5,\"default\":true,\"bad\":null}\n"
            ])
    }

    @Test func peopleGetWords() {
        let written = lines(.people) { log in log.warning("queue full", ["jobs": 3, "for": "\(1 + 1) s", "now": false])
        }
        #expect(written == ["09:10:28.123 warning queue full jobs=3 for=2 s now=false\n"])
    }

    @Test(arguments: [Log.Style.json, .people])
    func aLineStaysALine(_ style: Log.Style) {
        let written = lines(style) { $0.error("a\nb\u{1B}[31m", ["x": "y\r\n"]) }
        #expect(written.count == 1)
        #expect(written[0].utf8.filter { $0 < 0x20 } == [10])
        #expect(written[0].hasSuffix("\n"))
    }

    @Test(arguments: LogLevel.allCases)
    func lessImportantLinesAreDropped(_ level: LogLevel) {
        let written = lines(.people, level: level) { log in
            log.debug("m")
            log.info("m")
            log.warning("m")
            log.error("m")
        }
        #expect(written.count == LogLevel.allCases.count { $0 >= level })
        #expect(written.first?.contains(" \(level.rawValue) ") == true)
    }
}
