import Testing

@testable import ExplainCore

/// The kernels against the plain walk to every leaf, and against each other, bit for bit.
@Suite struct PathDependentTests {
    /// What a forest is, and how much its covers are off.
    struct Sample: CustomTestStringConvertible {
        var shape: RandomForest.Shape
        var rounding = 0.0
        var testDescription: String { "\(shape.testDescription), covers off by \(rounding)" }

        func forest(seed: UInt64) throws -> (RandomForest, TreeEnsemble) {
            var forest = RandomForest(shape, seed: seed)
            forest.addCovers(rounding: rounding)
            return (forest, try forest.ensemble())
        }
    }

    static let samples = [0, 0.05].flatMap { rounding in
        [
            RandomForest.Shape(features: 1, trees: 3, depth: 4),
            RandomForest.Shape(features: 4, trees: 5, depth: 9),
            RandomForest.Shape(features: 40, trees: 6, depth: 9, arithmetic: .double),
            RandomForest.Shape(features: 9, margins: 3, trees: 7, depth: 6, hasCategories: true),
            RandomForest.Shape(features: 20, margins: 3, trees: 4, depth: 7, hasVectorLeaves: true),
            RandomForest.Shape(features: 300, trees: 1, depth: 13, hasFineThresholds: true),
            RandomForest.Shape(features: 5, trees: 3, depth: 0),
        ].map { Sample(shape: $0, rounding: rounding) }
    }

    /// Single features, and every third column in one of a few groups.
    private func players(_ features: Int) -> [Players] {
        let groups = (0..<min(3, features)).map { Array(stride(from: $0, to: features, by: 3)) }
        return [
            Players(names: (0..<features).map { "f\($0)" }, columns: (0..<features).map { [$0] }),
            Players(names: groups.indices.map { "g\($0)" }, columns: groups),
        ]
    }

    private func walked(_ method: TreeSHAP, _ instance: [Double]) throws -> Attributions {
        var walk = PathDependentWalk(method, instance: instance.map { Float($0) })
        for tree in method.ensemble.trees { try walk.add(tree, ComputeContext()) }
        return try method.attributions(walk.sums)
    }

    @Test(arguments: samples) func valuesAreThoseOfTheWalk(sample: Sample) throws {
        var (forest, ensemble) = try sample.forest(seed: 11)
        let rows = forest.rows(6)
        for players in players(sample.shape.features) {
            let method = TreeSHAP(ensemble, players: players)
            for row in 0..<rows.rows {
                let instance = [Double](rows.row(row))
                let truth = try walked(method, instance)
                let result = try method.pathDependent(instance: instance, context: ComputeContext())
                #expect(relativeDifference(result.values.storage, truth.values.storage) < 1e-13)
                #expect(relativeDifference(result.baseValues, truth.baseValues) < 1e-13)
                #expect(relativeDifference(result.fullValues, truth.fullValues) < 1e-13)
            }
        }
    }

    @Test(arguments: samples, [0, 1]) func aRowHasTheSameBitsAloneAndInABatch(sample: Sample, grouping: Int) throws {
        var (forest, ensemble) = try sample.forest(seed: 12)
        let rows = forest.rows(83)
        let method = TreeSHAP(ensemble, players: players(sample.shape.features)[grouping])
        let cache = PathLayoutCache()
        for threads in [1, 2] {
            let context = ComputeContext(parallelism: threads)
            var next = 0
            try method.pathDependent(instances: rows, cache: threads == 1 ? nil : cache, context: context) {
                block throws(ExplainError) in
                #expect(block.rows.lowerBound == next)
                next = block.rows.upperBound
                for (position, row) in block.rows.enumerated() {
                    let alone = try method.pathDependent(
                        instance: [Double](rows.row(row)), cache: cache, context: context)
                    #expect(bits(block.attributions(at: position)) == bits(alone))
                }
            }
            #expect(next == rows.rows)
        }
    }

    private func bits(_ result: Attributions) -> [UInt64] {
        (result.values.storage + result.baseValues + result.fullValues).map(\.bitPattern)
    }

    @Test(arguments: [1, 3, 4, 1000]) func batchesOfAnySizeGiveTheSameBits(size: Int) throws {
        var (forest, ensemble) = try Sample(shape: RandomForest.Shape(trees: 70)).forest(seed: 13)
        let rows = forest.rows(size)
        let method = TreeSHAP(ensemble, players: try #require(players(7).first))
        let cache = PathLayoutCache()
        var seen = 0
        try method.pathDependent(instances: rows, cache: cache, context: ComputeContext(parallelism: 2)) {
            block throws(ExplainError) in
            for (position, row) in block.rows.enumerated() {
                let alone = try method.pathDependent(
                    instance: [Double](rows.row(row)), cache: cache, context: ComputeContext())
                #expect(bits(block.attributions(at: position)) == bits(alone))
                seen += 1
            }
        }
        #expect(seen == size)
    }

    /// Paths of more players than factors are kept for, and paths of more nodes than a section takes.
    @Test(arguments: [(40, 1), (3000, 4)]) func longPathsAreExact(depth: Int, groups: Int) throws {
        let ensemble = try Chain.ensemble(depth: depth)
        var columns: [[Int]] = (0..<depth).map { [$0] }
        if groups > 1 { columns = (0..<groups).map { Array(stride(from: $0, to: depth, by: groups)) } }
        let method = TreeSHAP(ensemble, players: Players(names: columns.map { "\($0[0])" }, columns: columns))
        let rows = Matrix(rows: 4, columns: depth, storage: (0..<(4 * depth)).map { $0 % 2501 == 2500 ? 1 : 0 })
        var blocks: [AttributionBlock] = []
        try method.pathDependent(instances: rows, context: ComputeContext()) { block throws(ExplainError) in
            blocks.append(block)
        }
        for row in 0..<rows.rows {
            let instance = [Double](rows.row(row))
            let truth = try walked(method, instance)
            let result = try method.pathDependent(instance: instance, context: ComputeContext())
            #expect(relativeDifference(result.values.storage, truth.values.storage) < 1e-12)
            #expect(result.fullValues == truth.fullValues)
            #expect(bits(try #require(blocks.first).attributions(at: row)) == bits(result))
        }
    }

    @Test func theCacheKeepsItsBound() throws {
        var (forest, ensemble) = try Sample(shape: RandomForest.Shape(trees: 40, depth: 6)).forest(seed: 14)
        let instance = [Double](forest.rows(1).row(0))
        let (single, grouped) = (try #require(players(7).first), try #require(players(7).last))
        let roomy = PathLayoutCache()
        let truth = try TreeSHAP(ensemble, players: single).pathDependent(
            instance: instance, cache: roomy, context: ComputeContext())
        #expect(roomy.bytes > 0)
        for maximumBytes in [0, roomy.bytes, 2 * roomy.bytes] {
            let cache = PathLayoutCache(maximumBytes: maximumBytes)
            for players in [single, grouped, single] {
                let result = try TreeSHAP(ensemble, players: players).pathDependent(
                    instance: instance, cache: cache, context: ComputeContext())
                if players == single { #expect(bits(result) == bits(truth)) }
                #expect(cache.bytes <= maximumBytes)
            }
        }
    }

    @Test func explainedMarginsHaveTheBitsOfAll() throws {
        for hasVectorLeaves in [false, true] {
            let shape = RandomForest.Shape(margins: 3, hasVectorLeaves: hasVectorLeaves)
            var (forest, ensemble) = try Sample(shape: shape).forest(seed: 15)
            let rows = forest.rows(9)
            let players = try #require(players(7).first)
            let all = try TreeSHAP(ensemble, players: players).pathDependent(
                instance: [Double](rows.row(8)), context: ComputeContext())
            let method = TreeSHAP(ensemble, players: players, margins: [2, 0])
            var blocks: [AttributionBlock] = []
            try method.pathDependent(instances: rows, context: ComputeContext()) { block throws(ExplainError) in
                blocks.append(block)
            }
            let some = try #require(blocks.first).attributions(at: 8)
            #expect([Double](some.values.row(0)) == [Double](all.values.row(2)))
            #expect([Double](some.values.row(1)) == [Double](all.values.row(0)))
            #expect(some.fullValues == [all.fullValues[2], all.fullValues[0]])
        }
    }

    @Test func batchesStopWhenTheyAreTold() throws {
        var (forest, ensemble) = try Sample(shape: RandomForest.Shape()).forest(seed: 16)
        let method = TreeSHAP(ensemble, players: try #require(players(7).first))
        let rows = forest.rows(2000)
        let cancellation = Cancellation()
        let context = ComputeContext(cancellation: cancellation)
        var blocks = 0
        #expect(throws: ExplainError.cancelled) {
            try method.pathDependent(instances: rows, context: context) { _ throws(ExplainError) in
                blocks += 1
                cancellation.cancel()
            }
        }
        #expect(blocks == 1)
        #expect(throws: ExplainError.unsuitableData("enough")) {
            try method.pathDependent(instances: rows, context: ComputeContext()) { _ throws(ExplainError) in
                throw .unsuitableData("enough")
            }
        }
    }
}
