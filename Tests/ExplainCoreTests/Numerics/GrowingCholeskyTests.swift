import Testing

@testable import ExplainCore

@Suite struct GrowingCholeskyTests {
    /// The solution with some predictors is that of their moments, however they came and went.
    @Test(arguments: 0..<5) func solvesForThosePresent(left: Int) throws {
        let numbers = (0..<35).map { Double($0 * $0 * 17 % 13) - 6 }
        let vectors = (0..<5).map { [Double](numbers[(7 * $0)..<(7 * $0 + 7)]) }
        var factor = GrowingCholesky()
        for (count, vector) in vectors.enumerated() {
            let moments = vectors[..<count].map { Summation.dot($0, vector) }
            let isAdded = factor.append(moments, square: Summation.dot(vector, vector))
            #expect(isAdded)
        }
        factor.remove(at: left)
        let present = (0..<5).filter { $0 != left }
        let moments = Matrix(
            rows: 4, columns: 4,
            storage: present.flatMap { row in present.map { Summation.dot(vectors[row], vectors[$0]) } })
        let right = [1.0, -2, 3, 5]
        let expected = try #require(try Cholesky(moments)).solve(right)
        #expect(relativeDifference(factor.solve(right), expected) < 1e-10)
    }

    @Test func aSumOfOthersToRoundingIsNotAdded() {
        var factor = GrowingCholesky()
        let first = factor.append([], square: 1)
        #expect(first)
        let refused = factor.append([1], square: 1 + 0x1p-50)
        #expect(!refused)
        let taken = factor.append([1], square: 1 + 0x1p-40)
        #expect(taken)
        #expect(factor.solve([1, 1]).count == 2)
    }
}
