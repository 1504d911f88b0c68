import Testing

@testable import ExplainServer

/// A stream means the same wherever the network cuts it.
@Suite struct ConnectionSplitTests {
    /// Everything that can be observed of a connection, but for interim responses: those depend on what has come already.
    private struct Outcome: Equatable {
        var sent: String
        var served: Int
        var failures: [HTTPError]
        var stage: Connection.Stage
    }

    /// Limits low enough for the streams of the corpus to meet them.
    private static let limits: Limits = {
        var limits = Limits()
        limits.requestLineBytes = 60
        limits.headBytes = 200
        limits.fieldCount = 6
        limits.chunkExtensionBytes = 16
        limits.trailerBytes = 32
        limits.trailerCount = 2
        limits.discardedBodyBytes = 10
        return limits
    }()

    private func outcome(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        let driver = ConnectionDriver(
            limits: Self.limits,
            admission: { head in
                head.path == "/no" ? .refuse(HTTPResponse(status: 404)) : .accept(bodyLimitBytes: 40)
            })
        for piece in pieces { driver.feed(piece) }
        driver.feedEnd()
        let interim = "HTTP/1.1 100 Continue\r\n\r\n"
        let parts = driver.text.split(separator: interim, omittingEmptySubsequences: false)
        return Outcome(
            sent: parts.joined(), served: driver.served.count, failures: driver.failures,
            stage: driver.stage)
    }

    @Test(arguments: HTTPCorpus.streams)
    func anyTwoPiecesAreTheWhole(_ stream: [UInt8]) {
        let whole = outcome([stream[...]])
        for cut in 0...stream.count { #expect(outcome([stream[..<cut], stream[cut...]]) == whole, "cut at \(cut)") }
    }

    @Test(arguments: HTTPCorpus.streams)
    func singleBytesAreTheWhole(_ stream: [UInt8]) {
        #expect(outcome(stream.indices.map { stream[$0...$0] }) == outcome([stream[...]]))
    }

    @Test func damagedStreamsCutAnywhereAreTheWhole() {
        var random = SeededGenerator(7)
        for _ in 0..<4000 {
            var stream = HTTPCorpus.streams.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<stream.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: stream[place] = UInt8.random(in: 0...255, using: &random)
                case 1: stream.remove(at: place)
                default: stream.insert(stream.randomElement(using: &random) ?? 0, at: place)
                }
            }
            let cuts = (0..<3).map { _ in Int.random(in: 0...stream.count, using: &random) }.sorted()
            let bounds = [0] + cuts + [stream.count]
            let pieces = zip(bounds, bounds.dropFirst()).map { stream[$0..<$1] }
            #expect(outcome(pieces) == outcome([stream[...]]), "\(String(decoding: stream, as: UTF8.self)) \(cuts)")
        }
    }

    @Test func theCorpusMeetsEveryErrorOfTheParser() {
        let met = Set(HTTPCorpus.streams.flatMap { outcome([$0[...]]).failures })
        #expect(met == Set(HTTPError.allCases).subtracting([.headTimeout, .bodyTimeout, .unanswered]))
    }
}
