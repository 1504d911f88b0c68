import Testing

@testable import ExplainCore

@Suite struct MinimumNormTests {
    private func residual(_ matrix: Matrix, _ x: [Double], _ b: [Double]) -> [Double] {
        (0..<matrix.rows).map { row in (0..<matrix.columns).reduce(-b[row]) { $0 + matrix[row, $1] * x[$1] } }
    }

    @Test func onePointOnALine() throws {
        let x = try MinimumNorm(Matrix(rows: 1, columns: 3, storage: [1, 2, 2])).solve([9])
        #expect(relativeDifference(x, [1, 2, 2]) < 1e-15)
    }

    /// numpy.linalg.lstsq of a matrix of rank 2 with contradicting rows.
    @Test func dependentAndContradictingRows() throws {
        let matrix = Matrix(rows: 4, columns: 3, storage: [1, 0, 1, 0, 1, 1, 1, 1, 2, 2, 0, 2])
        let x = try MinimumNorm(matrix).solve([1, 2, 4, 1])
        #expect(relativeDifference(x, [-13.0 / 33, 50.0 / 33, 37.0 / 33]) < 1e-14)
    }

    @Test func equalRowsAreMetInTheMiddle() throws {
        let x = try MinimumNorm(Matrix(rows: 2, columns: 2, storage: [1, 1, 1, 1])).solve([1, 3])
        #expect(relativeDifference(x, [1, 1]) < 1e-15)
    }

    @Test func nothingKnownIsZero() throws {
        #expect(try MinimumNorm(Matrix(rows: 0, columns: 3)).solve([]) == [0, 0, 0])
        #expect(try MinimumNorm(Matrix(rows: 2, columns: 2)).solve([1, 1]) == [0, 0])
    }

    @Test func badlyScaledRowsAreStillMet() throws {
        let matrix = Matrix(rows: 2, columns: 3, storage: [1, 1, 1, 1, 1, 1.00001])
        let b = [3.0, 3.00002]
        let x = try MinimumNorm(matrix).solve(b)
        #expect(residual(matrix, x, b).allSatisfy { abs($0) < 1e-14 })
        #expect(relativeDifference(x, [0.5, 0.5, 2]) < 1e-9)
    }

    @Test func overdeterminedIsLeastSquares() throws {
        let matrix = Matrix(rows: 3, columns: 2, storage: [1, 0, 0, 1, 1, 1])
        #expect(try relativeDifference(MinimumNorm(matrix).solve([1, 2, 6]), [2, 3]) < 1e-15)
    }
}
