import Testing

@testable import ExplainCore

@Suite struct BinnedForestTests {
    @Test func keysAreOrderedAsNumbers() {
        let values: [Float] = [
            -.infinity, -3e38, -1, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1, 3e38, .infinity,
        ]
        let keys = values.map { BinnedForest.key($0) }
        #expect(keys == keys.sorted() && Set(keys).count == keys.count)
        #expect(BinnedForest.key(-0.0) == BinnedForest.key(0.0))
        #expect(BinnedForest.key(.nan) == .min && keys[0] > .min)
    }

    @Test func deepTreesAreLeftToThePackedForest() throws {
        let deep = try RandomForest(RandomForest.Shape(depth: 9), seed: 2).ensemble()
        #expect(deep.kernel.entries.contains { $0.binned == nil && $0.packed != nil })
        #expect(deep.kernel.needsColumns)
        let shallow = try RandomForest(RandomForest.Shape(depth: 3), seed: 2).ensemble()
        #expect(shallow.kernel.entries.allSatisfy { $0.binned != nil && $0.packed != nil })
        #expect(!shallow.kernel.needsColumns)
    }

    @Test func categorySetsMakeColumns() throws {
        let shape = RandomForest.Shape(features: 3, trees: 30, depth: 2, hasCategories: true)
        let model = try RandomForest(shape, seed: 2).ensemble()
        #expect(!model.kernel.binned.categoryColumns.isEmpty)
        #expect(model.kernel.entries.allSatisfy { $0.binned != nil })
    }

    @Test func veryManyCategorySetsAreWalked() throws {
        let shape = RandomForest.Shape(trees: 5, depth: 8, hasCategories: true)
        let model = try RandomForest(shape, seed: 2).ensemble()
        #expect(model.kernel.entries.contains { $0.binned == nil && $0.packed == nil })
    }

    @Test func manyThresholdsMakeSeveralChunks() throws {
        let shape = RandomForest.Shape(features: 2, trees: 40, depth: 6, hasFineThresholds: true)
        let model = try RandomForest(shape, seed: 2).ensemble()
        #expect(model.kernel.binned.chunks.count > 2)
        #expect(model.kernel.binned.trees.count == 40)
    }

    @Test func fewTreesOverManyFeaturesAreLeftToThePackedForest() throws {
        let model = try RandomForest(RandomForest.Shape(features: 60, trees: 3), seed: 2).ensemble()
        #expect(model.kernel.binned.trees.isEmpty)
        #expect(model.kernel.entries.allSatisfy { $0.packed != nil })
    }

    @Test func blocksLeaveSmallRestsForLater() throws {
        let kernel = try RandomForest(RandomForest.Shape(), seed: 2).ensemble().kernel
        let counts = [1, 15, 16, 64, 65, 79, 80, 130, 256].map { kernel.blockCount($0) }
        #expect(counts == [1, 15, 16, 64, 64, 64, 80, 128, 256])
    }
}
