import Testing

@testable import ExplainCore

/// Banzhaf and Owen values and interactions of trees against the enumeration of all coalitions, on random trees.
@Suite struct TreeKindTests {
    /// A random ensemble with missing values and its data.
    private struct Sample {
        let method: TreeSHAP
        let background: Background
        let instances: Matrix

        init(_ shape: RandomForest.Shape, players: Players, seed: UInt64, rows: Int = 40) throws {
            var forest = RandomForest(shape, seed: seed)
            let storage = forest.rows(rows).storage
            method = TreeSHAP(try forest.ensemble(), players: players)
            background = try Background(
                Matrix(rows: rows, columns: shape.features, storage: storage),
                weights: (0..<rows).map { Double($0 % 4) })
            instances = forest.rows(2)
        }

        func game(_ instance: [Double]) -> ModelGame {
            ModelGame(
                model: method.ensemble, instance: instance, background: background, players: method.players,
                space: .margin, outputs: method.margins)
        }
    }

    /// Single features, and the first and the last column as one player.
    private static func players(_ features: Int) -> [Players] {
        let columns = (0..<features).map { [$0] }
        return [
            Players(names: columns.map { "f\($0)" }, columns: columns),
            Players(
                names: (1..<features).map { "p\($0)" }, columns: [[0, features - 1]] + columns[1...].dropLast()),
        ]
    }

    /// Unions of one, two, three and more players that are not neighbours.
    static func unions(_ players: Int) -> CoalitionStructure {
        var unions: [[Int]] = [[]]
        for player in 0..<players {
            let shuffled = player * 3 % players
            let next = players % 3 == 0 ? player : shuffled
            if let last = unions.last, last.count == unions.count { unions.append([]) }
            unions[unions.count - 1].append(next)
        }
        return CoalitionStructure(unions: unions)
    }

    @Test(arguments: TreeSHAPTests.shapes, [31, 32]) func everyKindIsTheGamesOwn(
        shape: RandomForest.Shape, seed: UInt64
    ) throws {
        for players in Self.players(shape.features) {
            let sample = try Sample(shape, players: players, seed: seed)
            let unions = Self.unions(players.count)
            for index in 0..<sample.instances.rows {
                let instance = [Double](sample.instances.row(index))
                let game = sample.game(instance)
                let all = try ExactEnumeration().attributions(
                    of: game, index: .banzhaf, interactions: true, context: ComputeContext())
                let banzhaf = try sample.method.banzhaf(
                    instance: instance, background: sample.background, context: ComputeContext())
                #expect(relativeDifference(banzhaf.values.storage, all.values.storage) < 1e-12)
                #expect(relativeDifference(banzhaf.baseValues, all.baseValues) < 1e-14)
                let pairs = try sample.method.interactions(
                    instance: instance, background: sample.background, context: ComputeContext())
                let scale = all.values.storage.map(abs).max() ?? 0
                for (pair, truth) in zip(pairs.flatMap(\.storage), (all.interactions ?? []).flatMap(\.storage)) {
                    #expect(abs(pair - truth) <= 1e-12 * scale)
                }
                #expect(pairs.count == all.interactions?.count)
                let owen = try sample.method.owen(
                    instance: instance, background: sample.background, unions: unions, context: ComputeContext())
                let exact = try OwenEnumeration(unions).attributions(of: game, context: ComputeContext())
                #expect(relativeDifference(owen.values.storage, exact.values.storage) < 1e-12)
                #expect(relativeDifference(owen.baseValues, exact.baseValues) < 1e-14)
                #expect(relativeDifference(owen.fullValues, exact.fullValues) < 1e-14)
            }
        }
    }

    @Test func anyNumberOfThreadsGivesTheSameBits() throws {
        let players = try #require(Self.players(7).first)
        let sample = try Sample(RandomForest.Shape(margins: 2, trees: 30), players: players, seed: 33, rows: 120)
        let instance = [Double](sample.instances.row(0))
        func all(_ parallelism: Int) throws -> ([Attributions], [Matrix]) {
            let context = ComputeContext(parallelism: parallelism)
            let (method, background) = (sample.method, sample.background)
            return (
                [
                    try method.banzhaf(instance: instance, background: background, context: context),
                    try method.owen(
                        instance: instance, background: background, unions: Self.unions(7), context: context),
                ], try method.interactions(instance: instance, background: background, context: context)
            )
        }
        let (alone, shared) = (try all(1), try all(3))
        #expect(alone == shared)
    }

    @Test func someMarginsAreTheSameAsInAll() throws {
        let players = try #require(Self.players(7).first)
        for hasVectorLeaves in [false, true] {
            let shape = RandomForest.Shape(margins: 3, hasVectorLeaves: hasVectorLeaves)
            let sample = try Sample(shape, players: players, seed: 34)
            let instance = [Double](sample.instances.row(0))
            let some = TreeSHAP(sample.method.ensemble, players: players, margins: [2, 0])
            let all = try sample.method.interactions(
                instance: instance, background: sample.background, context: ComputeContext())
            #expect(
                try some.interactions(instance: instance, background: sample.background, context: ComputeContext())
                    == [all[2], all[0]])
        }
    }

    /// A path of 400 players, which are one cube: only all of them together reach the last leaf.
    @Test func longPathsStayFinite() throws {
        let count = 400
        let columns = (0..<count).map { [$0] }
        let method = TreeSHAP(
            try Chain.ensemble(depth: count), players: Players(names: columns.map { "f\($0)" }, columns: columns))
        let background = try Background(Matrix(rows: 1, columns: count, repeating: 1))
        let instance = [Double](repeating: 0, count: count)
        let pairs = try method.interactions(instance: instance, background: background, context: ComputeContext())
        #expect(abs(pairs[0][3, 399] - 1 / Double(count - 1)) < 1e-15)
        let unions = CoalitionStructure(unions: [Array(0..<100)] + (100..<count).map { [$0] })
        let owen = try method.owen(
            instance: instance, background: background, unions: unions, context: ComputeContext())
        #expect(abs(owen.values[0, 0] - 1.0 / 301 / 100) < 1e-15)
        #expect(abs(owen.values[0, 399] - 1.0 / 301) < 1e-15)
        let banzhaf = try method.banzhaf(instance: instance, background: background, context: ComputeContext())
        #expect(banzhaf.values.storage.allSatisfy { $0 == 0x1p-399 })
    }

    @Test func aComputationStopsWhenItIsTold() throws {
        let players = try #require(Self.players(7).first)
        let sample = try Sample(RandomForest.Shape(), players: players, seed: 35)
        let instance = [Double](sample.instances.row(0))
        let cancellation = Cancellation()
        cancellation.cancel()
        let context = ComputeContext(cancellation: cancellation)
        #expect(throws: ExplainError.cancelled) {
            try sample.method.interactions(instance: instance, background: sample.background, context: context)
        }
        #expect(throws: ExplainError.cancelled) {
            try sample.method.banzhaf(instance: instance, background: sample.background, context: context)
        }
    }
}
