import Testing

@testable import ExplainCore

/// Explanations from tables against those of the direct walk.
@Suite struct LeafTableTests {
    private func compare(
        _ ensemble: TreeEnsemble, _ players: Players, _ background: Background, _ instances: Matrix,
        _ cache: LeafTableCache
    ) throws {
        let method = TreeSHAP(ensemble, players: players)
        for index in 0..<instances.rows {
            let instance = [Double](instances.row(index))
            let direct = try method.interventional(
                instance: instance, background: background, context: ComputeContext())
            let tabled = try method.interventional(
                instance: instance, background: background, cache: cache, context: ComputeContext())
            #expect(relativeDifference(tabled.values.storage, direct.values.storage) < 1e-12)
            #expect(relativeDifference(tabled.baseValues, direct.baseValues) < 1e-14)
            #expect(relativeDifference(tabled.fullValues, direct.fullValues) < 1e-14)
        }
    }

    @Test(arguments: TreeSHAPTests.shapes, [0, 20_000, 1 << 28]) func tablesChangeNoValue(
        shape: RandomForest.Shape, maximumBytes: Int
    ) throws {
        var forest = RandomForest(shape, seed: 21)
        let ensemble = try forest.ensemble()
        let rows = forest.rows(15)
        let background = try Background(
            Matrix(rows: 15, columns: shape.features, storage: rows.storage), weights: (0..<15).map { Double($0 % 3) })
        let columns = (0..<shape.features).map { [$0] }
        let cache = LeafTableCache(maximumBytes: maximumBytes)
        let instances = forest.rows(5)
        try compare(
            ensemble, Players(names: columns.map { "f\($0)" }, columns: columns), background, instances, cache)
        let pair = Players(
            names: (1..<shape.features).map { "p\($0)" }, columns: [[0, shape.features - 1]] + columns[1...].dropLast())
        try compare(ensemble, pair, background, instances, cache)
        #expect(cache.bytes <= maximumBytes)
    }

    /// Paths of more players than a table takes, beside trees that have tables.
    @Test func longPathsAreWalked() throws {
        let shape = RandomForest.Shape(features: 40, trees: 3, depth: 13, arithmetic: .double)
        var forest = RandomForest(shape, seed: 22)
        let ensemble = try forest.ensemble()
        let columns = (0..<40).map { [$0] }
        let players = Players(names: columns.map { "f\($0)" }, columns: columns)
        let background = try Background(forest.rows(10))
        let tables = try LeafTables(
            TreeSHAP(ensemble, players: players), background: background, maximumBytes: 1 << 28,
            context: ComputeContext())
        #expect(!tables.rest.isEmpty)
        try compare(ensemble, players, background, forest.rows(3), LeafTableCache())
    }

    @Test func someTreesHaveTablesWhenAllOfThemAreTooLarge() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 23)
        let columns = (0..<7).map { [$0] }
        let method = TreeSHAP(
            try forest.ensemble(), players: Players(names: columns.map { "f\($0)" }, columns: columns))
        let background = try Background(forest.rows(10))
        let all = try LeafTables(method, background: background, maximumBytes: .max, context: ComputeContext())
        let some = try LeafTables(
            method, background: background, maximumBytes: all.bytes / 2, context: ComputeContext())
        #expect(all.rest.isEmpty && all.trees.count == 9)
        #expect(!some.rest.isEmpty && !some.trees.isEmpty)
        #expect(some.bytes <= all.bytes / 2)
    }

    @Test func theCacheKeepsItsBoundAndTheSameBits() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 24)
        let columns = (0..<7).map { [$0] }
        let method = TreeSHAP(
            try forest.ensemble(), players: Players(names: columns.map { "f\($0)" }, columns: columns))
        let backgrounds = try (0..<4).map { _ in try Background(forest.rows(10)) }
        let needed = try LeafTables(
            method, background: backgrounds[0], maximumBytes: .max, context: ComputeContext()
        ).bytes
        let cache = LeafTableCache(maximumBytes: 2 * needed)
        let instance = [Double](forest.rows(1).row(0))
        func explain(_ index: Int, _ cache: LeafTableCache) throws -> Attributions {
            try method.interventional(
                instance: instance, background: backgrounds[index], cache: cache, context: ComputeContext())
        }
        let cold = try explain(0, cache)
        #expect(cache.bytes == needed)
        #expect(try explain(0, cache) == cold)
        #expect(cache.bytes == needed)
        for index in [1, 2, 3, 0, 1] {
            let warm = try explain(index, cache)
            #expect(cache.bytes == 2 * needed)
            #expect(try warm == explain(index, LeafTableCache(maximumBytes: 2 * needed)))
        }
        #expect(try explain(0, cache) == cold)
    }

    @Test func someMarginsAreTheSameAsInAll() throws {
        var forest = RandomForest(RandomForest.Shape(margins: 3), seed: 25)
        let ensemble = try forest.ensemble()
        let columns = (0..<7).map { [$0] }
        let players = Players(names: columns.map { "f\($0)" }, columns: columns)
        let background = try Background(forest.rows(9))
        let instance = [Double](forest.rows(1).row(0))
        let cache = LeafTableCache(maximumBytes: 20_000)
        let all = try TreeSHAP(ensemble, players: players).interventional(
            instance: instance, background: background, cache: cache, context: ComputeContext())
        let some = try TreeSHAP(ensemble, players: players, margins: [2]).interventional(
            instance: instance, background: background, cache: cache, context: ComputeContext())
        #expect([Double](some.values.row(0)) == [Double](all.values.row(2)))
        #expect(some.baseValues == [all.baseValues[2]])
        #expect(some.fullValues == [all.fullValues[2]])
    }

    @Test func buildingStopsWhenItIsTold() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 26)
        let columns = (0..<7).map { [$0] }
        let method = TreeSHAP(
            try forest.ensemble(), players: Players(names: columns.map { "f\($0)" }, columns: columns))
        let background = try Background(forest.rows(3))
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: ExplainError.cancelled) {
            try LeafTables(
                method, background: background, maximumBytes: 1 << 20,
                context: ComputeContext(cancellation: cancellation))
        }
    }
}
