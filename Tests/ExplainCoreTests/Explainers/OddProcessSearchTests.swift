import Testing

@testable import ExplainCore

@Suite struct OddProcessSearchTests {
    /// A game's odd values at a design's pairs, and the process that a regression's values lead to.
    private func search(players: Int, pairs: Int, seed: UInt64) throws -> OddProcessSearch {
        var random = CounterRandom(seed: seed)
        let design = try PairDesign(players: players, pairs: pairs, estimator: .gpOdd, random: &random)
        let game = TestGame.smooth(players: players, seed: seed)
        var asked: [Coalition] = []
        for coalition in design.coalitions { asked += [coalition, coalition.complement(of: players)] }
        asked += [Coalition(all: players), Coalition()]
        var values = [Double](repeating: 0, count: asked.count)
        var span = values.mutableSpan
        try game.evaluate(asked[...], into: &span)
        var odd: [Double] = []
        for pair in 0...design.coalitions.count { odd.append((values[2 * pair] - values[2 * pair + 1]) / 2) }
        let relative = (0..<players).map { 1 / (1 + Double($0)) }
        return OddProcessSearch(
            process: OddProcess(
                kernel: OddKernel(rows: CoalitionRows(design.coalitions, players: players), relative: relative),
                observations: odd.suffix(1) + odd.dropLast()),
            weights: design.sample(first: design.coalitions.count).weights)
    }

    /// The best of twelve settings is the best of all eighteen.
    @Test(arguments: [(12, 40), (12, 90), (20, 60), (30, 75)], [1, 2] as [UInt64])
    func fewSettingsHaveTheBestOne(size: (players: Int, pairs: Int), seed: UInt64) throws {
        let search = try search(players: size.players, pairs: size.pairs, seed: seed)
        let found = try #require(try search.best(ComputeContext()))
        let all = Array(OddProcessSearch.settings.indices)
        let best = try #require(try search.best(of: all, below: .infinity, ComputeContext()))
        #expect(found.setting == best.setting && found.score == best.score)
        #expect(found.candidates.count == 4 && OddProcessSearch.settings[found.candidates[0]] == found.setting)
        let posterior = try #require(search.process.posterior(found.product, found.setting))
        let score = OddProcessSearch.score(posterior.residuals(), search.weights)
        #expect(abs(found.score - score) < 1e-12 * score)
    }

    @Test func theSameCandidatesAtAnyNumberOfThreads() throws {
        let search = try search(players: 20, pairs: 80, seed: 3)
        let alone = try #require(try search.best(ComputeContext()))
        for threads in 2...4 {
            let found = try #require(try search.best(ComputeContext(parallelism: threads)))
            #expect(found.candidates == alone.candidates && found.score == alone.score)
        }
    }

    @Test func nothingAtOrAboveTheBoundIsFound() throws {
        let search = try search(players: 12, pairs: 40, seed: 1)
        let best = try #require(try search.best(ComputeContext()))
        #expect(try search.best(of: best.candidates, below: best.score, ComputeContext()) == nil)
        let again = try search.best(of: best.candidates, below: best.score.nextUp, ComputeContext())
        #expect(again?.setting == best.setting)
    }

    /// The four best of the settings that are tried: those with more noise, and the best two of them with less.
    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func theCandidatesAreTheBestOfThoseTried(seed: UInt64) throws {
        let search = try search(players: 12, pairs: 60, seed: seed)
        func score(_ setting: Int) throws -> Double {
            try search.best(of: [setting], below: .infinity, ComputeContext())?.score ?? .infinity
        }
        func ranked(_ settings: [Int]) throws -> [Int] {
            let scores = try settings.map(score)
            return settings.indices.sorted { (scores[$0], settings[$0]) < (scores[$1], settings[$1]) }.map {
                settings[$0]
            }
        }
        let noisy = OddProcessSearch.settings.indices.filter { OddProcessSearch.settings[$0].noise == 1e-3 }
        let lessNoise = try ranked(noisy).prefix(2).map { $0 - 1 }
        let found = try #require(try search.best(ComputeContext()))
        #expect(found.candidates == [Int](try ranked(noisy + lessNoise).prefix(4)))
    }
}
