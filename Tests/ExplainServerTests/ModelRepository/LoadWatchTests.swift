import ExplainCore
import Synchronization
import Testing

@testable import ExplainServer

@Suite struct LoadWatchTests {
    private let clock = ManualClock(wallMilliseconds: 1_795_165_828_123)

    /// Keeps what was written.
    private final class Sink: Sendable {
        private let lines = Mutex<[String]>([])

        var written: [String] { lines.withLock { $0 } }

        func take(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
    }

    @Test func linesComeEveryTwoSeconds() throws {
        let sink = Sink()
        let watch = LoadWatch(clock: clock, log: Log(style: .json, clock: clock, sink: sink.take))
        let observer = try #require(watch.observer(model: "credit", version: "3"))
        observer(LoadProgress(.reading, 1, of: 100))
        clock.advance(milliseconds: 1_999)
        observer(LoadProgress(.reading, 20, of: 100))
        #expect(sink.written.isEmpty)
        clock.advance(milliseconds: 1)
        observer(LoadProgress(.reading, 30, of: 100))
        observer(LoadProgress(.reading, 40, of: 100))
        clock.advance(milliseconds: 2_500)
        observer(LoadProgress(.building, 5, of: 12))
        clock.advance(milliseconds: 1_999)
        observer(LoadProgress(.building, 6, of: 12))
        let head = #","level":"info","message":"model file being loaded","model":"credit","version":"3","#
        #expect(
            sink.written == [
                "{\"time\":\"2026-11-20T09:10:30.123Z\"" + head + "\"stage\":\"reading\",\"done\":30,\"of\":100}\n",
                "{\"time\":\"2026-11-20T09:10:32.623Z\"" + head + "\"stage\":\"building\",\"done\":5,\"of\":12}\n",
            ])
    }

    @Test func secondsAreThoseOfTheClock() {
        let watch = LoadWatch(clock: clock)
        #expect(watch.observer(model: "credit", version: "3") == nil)
        let start = clock.monotonicNanoseconds
        clock.advance(milliseconds: 1_250)
        #expect(watch.seconds(since: start) == 1.25)
    }

    /// Every model's line says how long it took and how many trees there are.
    @Test func loadedModelsAreReported() throws {
        let sink = Sink()
        let fixture = RepositoryFixture()
        fixture.writeModel("m")
        let watch = LoadWatch(clock: clock)
        let catalog = ModelRepository(folder: fixture.path, watch: watch).snapshot
        Server.report(catalog, to: Log(style: .json, clock: clock, sink: sink.take))
        let line = try #require(sink.written.first)
        #expect(line.contains("\"message\":\"model loaded\",\"model\":\"m\"") && line.contains("\"trees\":0"))
        #expect(line.contains("\"seconds\":0") && sink.written.count == 1)
    }
}
