import Testing

@testable import ExplainCore

@Suite struct LaneCholeskyTests {
    private func matrix(_ order: Int) -> (lanes: LaneMatrix, plain: Matrix) {
        var random = CounterRandom(seed: 9, stream: UInt64(order))
        let rows = (0..<order).map { _ in (0..<order).map { _ in random.nextNormal() } }
        var lanes = LaneMatrix(order: order, padding: 1)
        var plain = Matrix(rows: order, columns: order)
        for row in 0..<order {
            for column in 0..<order {
                let value = Summation.dot(rows[row], rows[column]) + (row == column ? 1 : 0)
                if column <= row { lanes[row, column] = value }
                plain[row, column] = value
            }
        }
        return (lanes, plain)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5, 8, 11, 33]) func agreesWithThePlainFactorisation(order: Int) throws {
        let (lanes, plain) = matrix(order)
        let fast = try #require(LaneCholesky(lanes))
        let slow = try #require(try Cholesky(plain))
        let right = (0..<order).map { Double($0) - 1.5 }
        #expect(relativeDifference(fast.solve(right), slow.solve(right)) < 1e-10)
        let inverse = try slow.inverse()
        #expect(relativeDifference(fast.inverseDiagonal(), (0..<order).map { inverse[$0, $0] }) < 1e-10)
    }

    @Test(arguments: [1, 4, 6, 9], [1, 3, 4, 5]) func measuresVectorsInItsInverse(order: Int, count: Int) throws {
        let (lanes, plain) = matrix(order)
        let vectors = (0..<(order * count)).map { Double($0 * 7 % 11) - 4 }
        let slow = try #require(try Cholesky(plain))
        let expected = (0..<count).map { vector in
            let column = (0..<order).map { vectors[$0 * count + vector] }
            return Summation.dot(column, slow.solve(column))
        }
        let lengths = try #require(LaneCholesky(lanes)).inverseLengths(vectors, count: count)
        #expect(relativeDifference(lengths, expected) < 1e-10)
    }

    @Test func whatIsNotPositiveDefiniteHasNoFactor() {
        var singular = LaneMatrix(order: 6, padding: 1)
        for row in 0..<6 {
            for column in 0...row { singular[row, column] = -1 }
        }
        #expect(LaneCholesky(singular) == nil)
        var notANumber = LaneMatrix(order: 2, padding: 1)
        notANumber[0, 0] = .nan
        #expect(LaneCholesky(notANumber) == nil)
    }
}
