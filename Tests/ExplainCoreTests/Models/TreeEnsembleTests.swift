import Dispatch
import Synchronization
import Testing

@testable import ExplainCore

@Suite struct TreeEnsembleTests {
    static let shapes = [
        RandomForest.Shape(),
        RandomForest.Shape(margins: 3, depth: 1),
        RandomForest.Shape(features: 40, trees: 20, depth: 6),
        RandomForest.Shape(trees: 3, depth: 12),
        RandomForest.Shape(margins: 2, trees: 4, hasVectorLeaves: true),
        RandomForest.Shape(margins: 2, trees: 6, hasCategories: true),
        RandomForest.Shape(depth: 6, hasCategories: true, arithmetic: .double),
        RandomForest.Shape(margins: 3, trees: 5, hasVectorLeaves: true, arithmetic: .double),
        RandomForest.Shape(features: 2, trees: 40, depth: 6, hasFineThresholds: true),
        RandomForest.Shape(features: 3, margins: 2, trees: 40, depth: 7, hasFineThresholds: true, arithmetic: .double),
        RandomForest.Shape(features: 4, trees: 40, depth: 2, hasCategories: true),
        RandomForest.Shape(features: 30, margins: 3, trees: 6, depth: 2, hasVectorLeaves: true, hasCategories: true),
        RandomForest.Shape(features: 4, trees: 5, depth: 8, hasCategories: true),
        RandomForest.Shape(features: 1, margins: 5, trees: 10, depth: 2, hasVectorLeaves: true),
    ]

    @Test(arguments: shapes, [1, 2, 7, 8, 9, 15, 16, 63, 64, 65, 80, 200, 333])
    func marginsAreTheBitsOfThePlainestWalk(shape: RandomForest.Shape, count: Int) throws {
        var forest = RandomForest(shape, seed: UInt64(count))
        let rows = forest.rows(count)
        let got = try forest.ensemble().predict(rows, space: .margin)
        for row in 0..<count {
            let expected = forest.margins(of: rows.row(row))
            #expect(Array(got.row(row)) == expected, "row \(row)")
        }
    }

    @Test(arguments: shapes)
    func aRowAloneHasTheSameBits(shape: RandomForest.Shape) throws {
        var forest = RandomForest(shape, seed: 11)
        let rows = forest.rows(150)
        let model = try forest.ensemble(link: .logit)
        let batch = try model.predict(rows, space: .probability)
        for row in 0..<rows.rows {
            let alone = Matrix(rows: 1, columns: rows.columns, storage: Array(rows.row(row)))
            #expect(try model.predict(alone, space: .probability).storage == Array(batch.row(row)))
        }
    }

    @Test func threadsAgree() throws {
        var forest = RandomForest(RandomForest.Shape(margins: 3, trees: 30, hasCategories: true), seed: 5)
        let rows = forest.rows(130)
        let model = try forest.ensemble(link: .softmax)
        let expected = try model.predict(rows, space: .probability)
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 32) { _ in
            let got = try? model.predict(rows, space: .probability)
            if got != expected { wrong.add(1, ordering: .relaxed) }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: shapes)
    func leavesAreThoseOfTheMargins(shape: RandomForest.Shape) throws {
        var forest = RandomForest(shape, seed: 3)
        let rows = forest.rows(20)
        let model = try forest.ensemble()
        for row in 0..<rows.rows {
            let values = Array(rows.row(row))
            var sums = model.baseMargins
            for (tree, leaf) in zip(model.trees, model.leaves(of: values)) {
                #expect(model.nodes.left[leaf] == -1 && tree.nodes.contains(leaf))
                let start = Int(model.nodes.right[leaf]) * model.leafWidth
                for index in 0..<model.leafWidth { sums[tree.output ?? index] += model.leafValues[start + index] }
            }
            for (left, right) in zip(sums, forest.margins(of: values)) { #expect(abs(left - right) < 1e-4) }
        }
    }

    @Test func emptyBatchHasNoOutputs() throws {
        let model = try RandomForest(RandomForest.Shape(), seed: 1).ensemble()
        #expect(try model.predict(Matrix(rows: 0, columns: 7), space: .margin).storage.isEmpty)
    }

    @Test func anEnsembleWithoutTreesIsItsBase() throws {
        let model = try RandomForest(RandomForest.Shape(margins: 2, trees: 0), seed: 1).ensemble()
        #expect(try model.predict(Matrix(rows: 1, columns: 7), space: .margin).storage == [0.25, 1.25])
    }

    @Test func overflowIsNoPrediction() throws {
        var builder = TreeEnsembleBuilder(featureCount: 1, leafWidth: 1)
        let leaf = TreeDescription(
            left: [-1], right: [-1], feature: [0], threshold: [0], defaultLeft: [false],
            values: [Double(Float.greatestFiniteMagnitude)], cover: [])
        try builder.append(leaf, output: 0)
        try builder.append(leaf, output: 0)
        let structure = ModelStructure(format: "test", kind: "tree ensemble")
        let single = TreeEnsemble(builder, baseMargins: [0], arithmetic: .single, link: .identity, structure: structure)
        let double = TreeEnsemble(builder, baseMargins: [0], arithmetic: .double, link: .log, structure: structure)
        let rows = Matrix(rows: 3, columns: 1)
        #expect(throws: ModelError.notFinite(row: 0)) { try single.predict(rows, space: .margin) }
        #expect(try double.predict(rows, space: .margin)[0, 0] == 2 * Double(Float.greatestFiniteMagnitude))
        #expect(throws: ModelError.notFinite(row: 0)) { try double.predict(rows, space: .probability) }
    }

    @Test func widthAndSpaceAreChecked() throws {
        let model = try RandomForest(RandomForest.Shape(), seed: 1).ensemble()
        #expect(throws: ModelError.width(6, expected: 7)) {
            try model.predict(Matrix(rows: 1, columns: 6), space: .margin)
        }
        #expect(throws: ModelError.spaceNotOffered(.label)) {
            try model.predict(Matrix(rows: 1, columns: 7), space: .label)
        }
    }

    @Test func aVeryDeepTreePredicts() throws {
        let depth = 5000
        var tree = TreeDescription(
            left: [], right: [], feature: [], threshold: [], defaultLeft: [], values: [], cover: [])
        for level in 0..<depth {
            tree.left.append(contentsOf: [Int32(2 * level + 2), -1])
            tree.right.append(contentsOf: [Int32(2 * level + 1), -1])
        }
        tree.left.append(-1)
        tree.right.append(-1)
        let count = tree.left.count
        tree.feature = [Int32](repeating: 0, count: count)
        tree.threshold = (0..<count).map { Float(-($0 / 2)) }
        tree.defaultLeft = [Bool](repeating: true, count: count)
        tree.values = (0..<count).map { Double($0) }
        var builder = TreeEnsembleBuilder(featureCount: 1, leafWidth: 1)
        try builder.append(tree, output: 0)
        #expect(builder.maximumDepth == depth)
        let model = TreeEnsemble(
            builder, baseMargins: [0], arithmetic: .single, link: .identity,
            structure: ModelStructure(format: "test", kind: "tree ensemble"))
        let rows = Matrix(rows: 4, columns: 1, storage: [1, -0.5, .nan, -2000.5])
        #expect(try model.predict(rows, space: .margin).storage == [1, 3, 10_000, 4003])
    }
}
