import Testing

@testable import ExplainCore

/// What interactions and Banzhaf values are by definition, on games without a model.
@Suite struct InteractionTests {
    private func enumerate(_ game: some CoalitionGame, parallelism: Int = 1) throws -> Attributions {
        try ExactEnumeration().attributions(
            of: game, interactions: true, context: ComputeContext(parallelism: parallelism))
    }

    @Test(arguments: [2, 3, 7, 10]) func indicesAreMeansOverOrders(players: Int) throws {
        let game = TestGame.random(players: players, seed: 11, outputs: 2)
        let result = try enumerate(game)
        var values = [Double](repeating: 0, count: (1 << players) * 2)
        var span = values.mutableSpan
        try game.evaluate((0..<UInt64(1 << players)).map { Coalition(bits: $0) }[...], into: &span)
        let matrices = try #require(result.interactions)
        for (first, second) in [(0, 1), (players - 1, 0), (players / 2, players - 1)] where first != second {
            for output in 0..<2 {
                // Pair and S as they stand in a random order in which the pair is one item.
                var sum = 0.0
                for set in 0..<(1 << players) where set & (1 << first | 1 << second) == 0 {
                    func value(_ joining: Int) -> Double { values[(set | joining) * 2 + output] }
                    let others = players - 2
                    let sets = Binomial.approximate(others, set.nonzeroBitCount)
                    let rise = value(1 << first | 1 << second) - value(1 << first) - value(1 << second) + value(0)
                    sum += rise / sets / Double(players - 1)
                }
                #expect(abs(matrices[output][first, second] - sum) < 1e-13)
                #expect(matrices[output][second, first] == matrices[output][first, second])
            }
        }
    }

    @Test func rowsSumToValuesAndAllToTheWhole() throws {
        let result = try enumerate(TestGame.random(players: 9, seed: 12))
        let matrix = try #require(result.interactionMatrix(of: 0))
        for player in 0..<9 { #expect(abs(matrix.row(player).reduce(0, +) - result.values[0, player]) < 1e-15) }
        #expect(abs(matrix.storage.reduce(0, +) - (result.fullValues[0] - result.baseValues[0])) < 1e-14)
        let mirrored = try #require(result.interactionMatrix(of: 0, sign: -1))
        #expect(mirrored.storage == matrix.storage.map { 0 - $0 })
    }

    @Test func playersWithoutEffectInteractWithNobody() throws {
        let inner = TestGame.random(players: 5, seed: 13)
        let game = FunctionGame(players: 6) { coalition in
            var coalition = coalition
            coalition.remove(5)
            var values = [0.0]
            var span = values.mutableSpan
            try? inner.evaluate([coalition], into: &span)
            return values[0]
        }
        let result = try enumerate(game)
        let matrix = try #require(result.interactions?.first)
        #expect([Double](matrix.row(5)) == [Double](repeating: 0, count: 6))
        #expect(matrix[0, 1] != 0)
        #expect(
            try ExactEnumeration().attributions(of: game, index: .banzhaf, context: ComputeContext()).values[0, 5] == 0)
    }

    @Test func sumsDoNotInteract() throws {
        let result = try enumerate(TestGame.linear([1, -2, 4, 8]))
        #expect(result.interactions == [Matrix(rows: 4, columns: 4)])
        #expect(
            try ExactEnumeration().attributions(
                of: TestGame.linear([1, -2, 4, 8]), index: .banzhaf, context: ComputeContext()
            ).values.storage == [1, -2, 4, 8])
    }

    /// Of three players who need each other, each adds something to one of the four coalitions of the others.
    @Test func banzhafValuesAreMeansOverCoalitions() throws {
        let game = FunctionGame(players: 3) { $0.count == 3 ? 1 : 0 }
        let result = try ExactEnumeration().attributions(of: game, index: .banzhaf, context: ComputeContext())
        #expect(result.values.storage == [0.25, 0.25, 0.25])
    }

    @Test(arguments: [0, 1]) func fewerThanTwoPlayersHaveNoPair(players: Int) throws {
        let result = try enumerate(TestGame.random(players: players, seed: 14))
        #expect(result.interactions == [Matrix(rows: players, columns: players)])
    }

    @Test func anyNumberOfThreadsGivesTheSameBits() throws {
        let game = TestGame.random(players: 9, seed: 15, outputs: 2)
        #expect(try enumerate(game) == enumerate(game, parallelism: 3))
    }

    @Test func pairsStopWhenTheyAreTold() throws {
        let cancellation = Cancellation()
        cancellation.expire()
        let table = [Double](repeating: 0, count: 1 << 10)
        #expect(throws: ExplainError.deadlineExceeded) {
            try ExactEnumeration.interactions(
                table, players: 10, outputs: 1, context: ComputeContext(cancellation: cancellation))
        }
    }
}
