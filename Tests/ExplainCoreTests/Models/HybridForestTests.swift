import Testing

@testable import ExplainCore

/// Hybrid rows put together in columns have the answers of the rows themselves, to the bit.
@Suite struct HybridForestTests {
    static let shapes = [
        RandomForest.Shape(trees: 40, depth: 5),
        RandomForest.Shape(margins: 3, trees: 30, depth: 6, hasVectorLeaves: true),
        RandomForest.Shape(margins: 2, trees: 12, depth: 9),
        RandomForest.Shape(trees: 40, depth: 2, hasCategories: true),
        RandomForest.Shape(trees: 60, depth: 4, arithmetic: .double),
        RandomForest.Shape(trees: 60, depth: 6, hasFineThresholds: true),
    ]

    @Test(arguments: shapes) func theSameBitsAsTheRowsThemselves(_ shape: RandomForest.Shape) throws {
        var forest = RandomForest(shape, seed: 5)
        let model = try forest.ensemble()
        let background = forest.rows(150)
        var random = SeededGenerator(seed: 6)
        for instance in 0..<3 {
            let instance = forest.rows(instance + 1).row(instance).map { $0 }
            let hybrid = try #require(
                model.hybridPredictor(instance: instance, background: background.storage, space: .margin))
            let pieces = Self.pieces(features: shape.features, rows: 150, &random)
            var rows: [Double] = []
            for piece in pieces {
                for position in 0..<piece.count {
                    for column in 0..<shape.features {
                        rows.append(
                            piece.isFixed[column] ? instance[column] : background[piece.row(position), column])
                    }
                }
            }
            let matrix = Matrix(rows: rows.count / shape.features, columns: shape.features, storage: rows)
            let expected = try model.predict(matrix, space: .margin).storage
            var found = [Double](repeating: 0, count: expected.count)
            var span = found.mutableSpan
            try hybrid.predict(pieces, into: &span)
            #expect(found == expected)
        }
    }

    private static func pieces(
        features: Int, rows: Int, _ random: inout SeededGenerator
    ) -> [HybridPiece] {
        let whole: [HybridPiece.Rows] = [
            .range(0..<rows), .range(7..<8), .list([0, 3, 4, 140]), .range(20..<84), .list([5, 6, 7]), .list([]),
            .list(Array(stride(from: 0, to: rows, by: 2))), .range(60..<130),
        ]
        return whole.map { rows in
            HybridPiece(isFixed: (0..<features).map { _ in Bool.random(using: &random) }, rows: rows)
        }
    }

    /// With very many category sets trees are walked, on rows.
    @Test func walkedTreesHaveNoFasterWay() throws {
        var forest = RandomForest(RandomForest.Shape(trees: 30, depth: 7, hasCategories: true), seed: 5)
        let model = try forest.ensemble()
        let rows = forest.rows(3)
        #expect(model.kernel.entries.contains { $0.packed == nil })
        let instance = rows.row(0).map { $0 }
        #expect(model.hybridPredictor(instance: instance, background: rows.storage, space: .margin) == nil)
    }

    @Test func twoClassesAreBothThere() throws {
        var forest = RandomForest(RandomForest.Shape(trees: 20, depth: 4), seed: 8)
        let model = TwoClassModel(try forest.ensemble(link: .logit))
        let rows = forest.rows(40)
        let instance = forest.rows(1).storage
        for space in [OutputSpace.margin, .probability] {
            let hybrid = try #require(
                model.hybridPredictor(instance: instance, background: rows.storage, space: space))
            var found = [Double](repeating: 0, count: 80)
            var span = found.mutableSpan
            let none = HybridPiece(isFixed: [Bool](repeating: false, count: 7), rows: .range(0..<40))
            try hybrid.predict([none], into: &span)
            #expect(found == (try model.predict(rows, space: space).storage))
        }
        #expect(model.hybridPredictor(instance: instance, background: rows.storage, space: .label) == nil)
    }
}
