import Testing

@testable import ExplainCore

@Suite struct LassoPathTests {
    /// What lime's `lasso_path` selects, for every limit; in half of the cases a player leaves the path.
    @Test(arguments: 0..<12) func choosesWhatLimeChooses(index: Int) throws {
        let known = try #require(try Golden.json("explanations/lime_lasso_path.json")["cases"]?[index])
        let rows = try #require(known["same"]?.asArray).compactMap(\.asString)
        let players = try #require(rows.first).utf8.count
        let same = rows.map { row in
            Coalition(row.utf8.enumerated().filter { $0.element == UInt8(ascii: "1") }.map(\.offset))
        }
        let regression = try WeightedLeastSquares(
            rows: Memberships(same, players: players), weights: try #require(known["weights"]).doubles,
            y: Matrix(rows: rows.count, columns: 1, storage: try #require(known["answers"]).doubles))
        let path = try LassoPath(gram: regression.gram, cross: [Double](regression.cross.row(0)))
        let selected = try #require(known["selected"]?.asArray).map(\.ints)
        #expect(selected.count == players)
        for (position, chosen) in selected.enumerated() { #expect(path.players(limit: position + 1) == chosen) }
        let leaves = zip(path.points, path.points.dropFirst()).contains { !Set($0).isSubset(of: $1) }
        #expect(leaves == (known["leaves"]?.asBool ?? false))
    }

    private func matrix(_ rows: [[Double]]) -> Matrix {
        Matrix(rows: rows.count, columns: rows.count, storage: rows.flatMap(\.self))
    }

    @Test func theLowestOfEqualsComesFirst() throws {
        let path = try LassoPath(gram: matrix([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), cross: [1, -2, 2])
        #expect(path.points.first == [1])
        #expect((1...3).map { path.players(limit: $0) } == [[1], [1, 2], [0, 1, 2]])
    }

    /// The last player is the first again, or the sum of the others.
    @Test(arguments: [[1.0, 0], [1, 1]]) func whatOthersAddUpToNeverComes(parts: [Double]) throws {
        let gram = matrix([
            [4, 1, 4 * parts[0] + parts[1]], [1, 3, parts[0] + 3 * parts[1]],
            [
                4 * parts[0] + parts[1], parts[0] + 3 * parts[1],
                4 * parts[0] + 2 * parts[0] * parts[1] + 3 * parts[1] * parts[1],
            ],
        ])
        let path = try LassoPath(gram: gram, cross: [8, 1, 8 * parts[0] + parts[1]])
        #expect(path.points.allSatisfy { $0.count <= 2 })
        #expect(path.players(limit: 3)?.count == 2)
    }

    @Test func constantsHaveNoPath() throws {
        #expect(try LassoPath(gram: matrix([[0, 0], [0, 2]]), cross: [0, 0]).players(limit: 2) == nil)
        #expect(try LassoPath(gram: matrix([[0, 0], [0, 2]]), cross: [0, 1]).players(limit: 2) == [1])
        #expect(try LassoPath(gram: matrix([]), cross: []).points.isEmpty)
    }

    /// A power of two in the moments, or in the target, changes nothing, however small.
    @Test(arguments: [0x1p-300, 0x1p300]) func scalesDoNotMatter(scale: Double) throws {
        let gram = [[3, 1, 0.5], [1, 2, -0.25], [0.5, -0.25, 1]]
        let path = try LassoPath(gram: matrix(gram), cross: [1, 3, -2])
        #expect(path.points.count >= 3)
        let small = gram.map { $0.map { $0 * scale } }
        #expect(
            try LassoPath(gram: matrix(small), cross: [scale, 3 * scale, -2 * scale]).points == path.points)
        #expect(try LassoPath(gram: matrix(gram), cross: [scale, 3 * scale, -2 * scale]).points == path.points)
    }

    /// A penalty that is no more than a single number's rounding of the first ends the path.
    @Test func thePathEndsWhereThePenaltyIsRounding() throws {
        let gram = matrix([[1, 0], [0, 1]])
        #expect(try LassoPath(gram: gram, cross: [1, 0x1p-24]).points == [[0]])
        #expect(try LassoPath(gram: gram, cross: [1, 0x1p-22]).points == [[0], [0, 1]])
    }
}
