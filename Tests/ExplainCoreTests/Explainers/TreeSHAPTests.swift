import Testing

@testable import ExplainCore

/// Both games against the enumeration of all their coalitions, on random trees.
@Suite struct TreeSHAPTests {
    static let shapes = [
        RandomForest.Shape(arithmetic: .double),
        RandomForest.Shape(features: 3, trees: 4, depth: 8, arithmetic: .double),
        RandomForest.Shape(features: 9, margins: 3, trees: 7, depth: 6, hasCategories: true, arithmetic: .double),
        RandomForest.Shape(
            features: 6, margins: 2, trees: 5, depth: 5, hasVectorLeaves: true, hasCategories: true,
            arithmetic: .double),
        RandomForest.Shape(features: 5, trees: 3, depth: 0, arithmetic: .double),
    ]

    /// Single features, and the even columns as one player.
    private func players(_ features: Int) -> [Players] {
        let even = Array(stride(from: 0, to: features, by: 2))
        let odd = Array(stride(from: 1, to: features, by: 2))
        return [
            Players(names: (0..<features).map { "f\($0)" }, columns: (0..<features).map { [$0] }),
            Players(names: ["even"] + odd.map { "f\($0)" }, columns: [even] + odd.map { [$0] }),
        ]
    }

    @Test(arguments: shapes, [1, 2]) func interventionalIsTheGameOfTheBackground(
        shape: RandomForest.Shape, seed: UInt64
    ) throws {
        var forest = RandomForest(shape, seed: seed)
        let ensemble = try forest.ensemble()
        let rows = forest.rows(12)
        let background = try Background(
            Matrix(rows: 12, columns: shape.features, storage: rows.storage), weights: (0..<12).map { Double($0 % 4) })
        let instances = forest.rows(3)
        for players in players(shape.features) {
            for index in 0..<3 {
                let instance = [Double](instances.row(index))
                let game = ModelGame(
                    model: ensemble, instance: instance, background: background, players: players, space: .margin,
                    outputs: Array(0..<shape.margins))
                let exact = try ExactEnumeration().attributions(of: game, context: ComputeContext())
                let result = try TreeSHAP(ensemble, players: players).interventional(
                    instance: instance, background: background, context: ComputeContext())
                #expect(relativeDifference(result.values.storage, exact.values.storage) < 1e-12)
                #expect(relativeDifference(result.baseValues, exact.baseValues) < 1e-14)
                #expect(relativeDifference(result.fullValues, exact.fullValues) < 1e-14)
            }
        }
    }

    @Test(arguments: shapes, [3, 4]) func pathDependentIsTheGameOfTheCovers(
        shape: RandomForest.Shape, seed: UInt64
    ) throws {
        var forest = RandomForest(shape, seed: seed)
        forest.addCovers()
        let ensemble = try forest.ensemble()
        let instances = forest.rows(3)
        for players in players(shape.features) {
            for index in 0..<3 {
                let instance = [Double](instances.row(index))
                let game = CoverGame(ensemble: ensemble, players: players, instance: instance)
                let exact = try ExactEnumeration().attributions(of: game.game, context: ComputeContext())
                let result = try TreeSHAP(ensemble, players: players).pathDependent(
                    instance: instance, context: ComputeContext())
                #expect(relativeDifference(result.values.storage, exact.values.storage) < 1e-12)
                #expect(relativeDifference(result.baseValues, exact.baseValues) < 1e-13)
                #expect(relativeDifference(result.fullValues, exact.fullValues) < 1e-13)
            }
        }
    }

    @Test func anyNumberOfThreadsGivesTheSameBits() throws {
        var forest = RandomForest(RandomForest.Shape(margins: 2, trees: 70), seed: 5)
        forest.addCovers()
        let ensemble = try forest.ensemble()
        let background = try Background(forest.rows(60))
        let instance = [Double](forest.rows(1).row(0))
        let method = TreeSHAP(ensemble, players: try #require(players(7).first))
        let alone = try method.interventional(
            instance: instance, background: background, context: ComputeContext(parallelism: 1))
        let shared = try method.interventional(
            instance: instance, background: background, context: ComputeContext(parallelism: 3))
        #expect(alone == shared)
        #expect(
            try method.pathDependent(instance: instance, context: ComputeContext(parallelism: 1))
                == method.pathDependent(instance: instance, context: ComputeContext(parallelism: 3)))
    }

    @Test func equalRowsAreMerged() throws {
        let rows = Matrix(rows: 4, columns: 2, storage: [1, .nan, 2, 3, 1 + 1e-12, -.nan, 2, 3])
        let forest = RandomForest(RandomForest.Shape(features: 2), seed: 1)
        let merged = MergedRows(try Background(rows, weights: [1, 2, 3, 0]), of: try forest.ensemble())
        #expect(merged.count == 2)
        #expect(merged.weights == [4.0 / 6, 2.0 / 6])
        #expect(merged.storage[2...] == [2, 3])
    }

    @Test func someMarginsAreTheSameAsInAll() throws {
        var forest = RandomForest(RandomForest.Shape(margins: 3), seed: 8)
        let ensemble = try forest.ensemble()
        let background = try Background(forest.rows(9))
        let instance = [Double](forest.rows(1).row(0))
        let players = try #require(players(7).first)
        let all = try TreeSHAP(ensemble, players: players).interventional(
            instance: instance, background: background, context: ComputeContext())
        let some = try TreeSHAP(ensemble, players: players, margins: [2, 0]).interventional(
            instance: instance, background: background, context: ComputeContext())
        #expect([Double](some.values.row(0)) == [Double](all.values.row(2)))
        #expect([Double](some.values.row(1)) == [Double](all.values.row(0)))
        #expect(some.baseValues == [all.baseValues[2], all.baseValues[0]])
    }

    /// A path of 400 players: factorials of such numbers overflow, and recursion on them would be deep.
    @Test func longPathsStayFinite() throws {
        let count = 400
        let ensemble = try Chain.ensemble(depth: count)
        let players = Players(names: (0..<count).map { "f\($0)" }, columns: (0..<count).map { [$0] })
        let background = try Background(Matrix(rows: 1, columns: count, repeating: 1))
        let instance = [Double](repeating: 0, count: count)
        let method = TreeSHAP(ensemble, players: players)
        let result = try method.interventional(instance: instance, background: background, context: ComputeContext())
        // Only the coalition of all players reaches the last leaf, so that they share its value equally.
        #expect(result.values.storage.allSatisfy { abs($0 - 1 / Double(count)) < 1e-15 })
        let path = try method.pathDependent(instance: instance, context: ComputeContext())
        #expect(abs(path.values.storage.reduce(path.baseValues[0], +) - path.fullValues[0]) < 1e-13)
        #expect(path.fullValues == [1])
    }

    @Test func aComputationStopsWhenItIsTold() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 9)
        forest.addCovers()
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let background = try Background(forest.rows(9))
        let instance = [Double](forest.rows(1).row(0))
        let (cancelled, expired) = (Cancellation(), Cancellation())
        cancelled.cancel()
        expired.expire()
        for (cancellation, error) in [(cancelled, ExplainError.cancelled), (expired, .deadlineExceeded)] {
            let context = ComputeContext(cancellation: cancellation)
            #expect(throws: error) {
                try method.interventional(instance: instance, background: background, context: context)
            }
            #expect(throws: error) { try method.pathDependent(instance: instance, context: context) }
        }
    }

    @Test func treesWithoutCoversHaveNoPathDependentValues() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 10)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let instance = [Double](forest.rows(1).row(0))
        #expect(!TreeSHAP.hasCovers(method.ensemble))
        #expect(throws: ExplainError.self) {
            try method.pathDependent(instance: instance, context: ComputeContext())
        }
    }
}
