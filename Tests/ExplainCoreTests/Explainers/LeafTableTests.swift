import Synchronization
import Testing

@testable import ExplainCore

/// Explanations with tables, without, in batches, and against the walk with one row at a time.
@Suite struct LeafTableTests {
    static let shapes =
        TreeSHAPTests.shapes + [
            RandomForest.Shape(features: 20, trees: 3, depth: 11, arithmetic: .double),
            RandomForest.Shape(features: 12, trees: 70, depth: 3, hasCategories: true, arithmetic: .double),
        ]

    /// Single features, and two of them as one player.
    private func players(_ features: Int) -> [Players] {
        let columns = (0..<features).map { [$0] }
        return [
            Players(names: columns.map { "f\($0)" }, columns: columns),
            Players(
                names: (1..<features).map { "p\($0)" }, columns: [[0, features - 1]] + columns[1...].dropLast()),
        ]
    }

    private func background(_ forest: inout RandomForest, _ count: Int) throws -> Background {
        let rows = forest.rows(count)
        return try Background(rows, weights: (0..<count).map { Double($0 % 3) })
    }

    @Test(arguments: shapes) func tablesChangeNoBit(shape: RandomForest.Shape) throws {
        var forest = RandomForest(shape, seed: 21)
        let ensemble = try forest.ensemble()
        let background = try background(&forest, 15)
        let instances = forest.rows(5)
        for players in players(shape.features) {
            let method = TreeSHAP(ensemble, players: players)
            let whole = LeafTableCache()
            let half = LeafTableCache(maximumBytes: 60_000)
            #expect(try whole.build(method, background: background, context: ComputeContext()))
            try half.build(method, background: background, context: ComputeContext())
            for index in 0..<instances.rows {
                let instance = [Double](instances.row(index))
                let direct = try method.interventional(
                    instance: instance, background: background, context: ComputeContext())
                for cache in [whole, half, LeafTableCache(), LeafTableCache(maximumBytes: 0)] {
                    let tabled = try method.interventional(
                        instance: instance, background: background, cache: cache, context: ComputeContext())
                    #expect(tabled == direct)
                    #expect(cache.bytes <= cache.maximumBytes)
                }
                let sums = try method.directSums(
                    ensemble.trees, instance: instance.map { Float($0) }, rows: MergedRows(background, of: ensemble),
                    ComputeContext())
                #expect(relativeDifference(direct.values.storage, sums.values) < 1e-12)
            }
        }
    }

    /// A batch of several blocks, with tables for all trees, for some, and for none but those of a block.
    @Test(arguments: [0, 60_000, 1 << 28], [1, 2, 3]) func aBatchHasTheBitsOfSingleRows(
        maximumBytes: Int, parallelism: Int
    ) throws {
        let shape = RandomForest.Shape(features: 9, margins: 2, trees: 40, depth: 5, hasCategories: true)
        var forest = RandomForest(shape, seed: 31)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(9).last))
        let background = try background(&forest, 12)
        let instances = forest.rows(150)
        let cache = LeafTableCache(maximumBytes: maximumBytes)
        try cache.build(method, background: background, context: ComputeContext())
        try compareBatch(method, instances, background, cache, parallelism: parallelism)
    }

    @Test(arguments: shapes) func aBatchOfAnyTreesHasTheBitsOfSingleRows(shape: RandomForest.Shape) throws {
        var forest = RandomForest(shape, seed: 33)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(shape.features).last))
        let background = try background(&forest, 9)
        let instances = forest.rows(20)
        let cache = LeafTableCache()
        try cache.build(method, background: background, context: ComputeContext())
        try compareBatch(method, instances, background, cache, parallelism: 1)
        try compareBatch(method, instances, background, nil, parallelism: 1)
        try compareBatch(method, instances, background, nil, parallelism: 3)
    }

    private func compareBatch(
        _ method: TreeSHAP, _ instances: Matrix, _ background: Background, _ cache: LeafTableCache?, parallelism: Int
    ) throws {
        var next = 0
        try method.interventional(
            instances: instances, background: background, cache: cache,
            context: ComputeContext(parallelism: parallelism)
        ) { block throws(ExplainError) in
            #expect(block.rows.lowerBound == next)
            next = block.rows.upperBound
            for row in block.rows {
                let single = try method.interventional(
                    instance: [Double](instances.row(row)), background: background, cache: cache,
                    context: ComputeContext())
                #expect(block.attributions(at: row - block.rows.lowerBound) == single)
            }
        }
        #expect(next == instances.rows)
    }

    @Test func aBatchThatIsCancelledStops() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 32)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let background = try background(&forest, 5)
        let cancellation = Cancellation()
        var rows = 0
        #expect(throws: ExplainError.cancelled) {
            try method.interventional(
                instances: forest.rows(3000), background: background,
                context: ComputeContext(cancellation: cancellation)
            ) { block in
                rows += block.rows.count
                cancellation.cancel()
            }
        }
        #expect(rows > 0 && rows < 3000)
    }

    /// Paths of more players than a pattern has bits are walked row by row, beside trees that have tables.
    @Test func longPathsHaveNoTables() throws {
        let shape = RandomForest.Shape(features: 60, trees: 4, depth: 22, arithmetic: .double)
        var forest = RandomForest(shape, seed: 22)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(60).first))
        let layout = try PatternForest(method, context: ComputeContext())
        #expect(layout.trees.count + layout.rest.count == 4)
        #expect(!layout.rest.isEmpty)
        let background = try background(&forest, 10)
        let cache = LeafTableCache(maximumBytes: 1 << 22)
        try cache.build(method, background: background, context: ComputeContext())
        let instance = [Double](forest.rows(1).row(0))
        let result = try method.interventional(
            instance: instance, background: background, cache: cache, context: ComputeContext())
        #expect(
            try result == method.interventional(instance: instance, background: background, context: ComputeContext()))
        let sums = try method.directSums(
            method.ensemble.trees, instance: instance.map { Float($0) },
            rows: MergedRows(background, of: method.ensemble), ComputeContext())
        #expect(relativeDifference(result.values.storage, sums.values) < 1e-12)
    }

    @Test func theCacheKeepsItsBoundAndWhatWasUsedLast() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 24)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let backgrounds = try (0..<4).map { _ in try Background(forest.rows(10)) }
        let one = LeafTableCache()
        try one.build(method, background: backgrounds[0], context: ComputeContext())
        // Room for two sets, and for what building takes.
        let cache = LeafTableCache(maximumBytes: one.bytes * 5 / 2)
        for background in backgrounds {
            #expect(try cache.build(method, background: background, context: ComputeContext()))
            #expect(try cache.build(method, background: background, context: ComputeContext()))
            #expect(cache.bytes <= cache.maximumBytes)
        }
        #expect(cache.count == 2)
        let kept = cache.bytes
        _ = try cache.build(method, background: backgrounds[0], makesRoom: false, context: ComputeContext())
        #expect(cache.bytes >= kept && cache.bytes <= cache.maximumBytes)
    }

    /// What is let go counts for as long as an explanation uses it.
    @Test func tablesInUseCount() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 27)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let (first, second) = (try Background(forest.rows(10)), try Background(forest.rows(10)))
        let one = LeafTableCache()
        try one.build(method, background: first, context: ComputeContext())
        let cache = LeafTableCache(maximumBytes: one.bytes * 3 / 2)
        try cache.build(method, background: first, context: ComputeContext())
        let held = try cache.entry(of: method, background: first, context: ComputeContext())
        #expect(try !cache.build(method, background: second, context: ComputeContext()))
        #expect(cache.bytes <= cache.maximumBytes)
        withExtendedLifetime(held) {}
    }

    @Test func tablesAreAskedForWhenTheyWouldPay() throws {
        var forest = RandomForest(RandomForest.Shape(), seed: 28)
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let background = try Background(forest.rows(10))
        let instance = [Double](forest.rows(1).row(0))
        let cache = LeafTableCache()
        let asked = Mutex(0)
        cache.onDemand { _, _ in asked.withLock { $0 += 1 } }
        for row in 1...(2 * LeafTableCache.rowsWorthTables) {
            _ = try method.interventional(
                instance: instance, background: background, cache: cache, context: ComputeContext())
            #expect(asked.withLock { $0 } == row / LeafTableCache.rowsWorthTables)
        }
        try cache.build(method, background: background, context: ComputeContext())
        for _ in 1...(2 * LeafTableCache.rowsWorthTables) {
            _ = try method.interventional(
                instance: instance, background: background, cache: cache, context: ComputeContext())
        }
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func someMarginsAreTheSameAsInAll() throws {
        var forest = RandomForest(RandomForest.Shape(margins: 3), seed: 25)
        let ensemble = try forest.ensemble()
        let players = try #require(players(7).first)
        let background = try background(&forest, 9)
        let instance = [Double](forest.rows(1).row(0))
        let cache = LeafTableCache(maximumBytes: 40_000)
        try cache.build(TreeSHAP(ensemble, players: players), background: background, context: ComputeContext())
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
        let method = TreeSHAP(try forest.ensemble(), players: try #require(players(7).first))
        let background = try Background(forest.rows(3))
        let cache = LeafTableCache()
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: ExplainError.cancelled) {
            try cache.build(method, background: background, context: ComputeContext(cancellation: cancellation))
        }
        #expect(cache.count == 0)
        #expect(try cache.build(method, background: background, context: ComputeContext()))
    }
}
