import ExplainCore
import Testing

@Suite struct CholeskyTests {
    private let matrix = Matrix(rows: 3, columns: 3, storage: [4, 2, -2, 2, 10, 2, -2, 2, 9])

    @Test func solves() throws {
        let factor = try #require(try Cholesky(matrix))
        let x = factor.solve([2, 28, 29])
        #expect(relativeDifference(x, [1, 2, 3]) < 1e-15)
    }

    @Test func inverseTimesMatrixIsTheIdentity() throws {
        let inverse = try #require(try Cholesky(matrix)).inverse()
        for row in 0..<3 {
            for column in 0..<3 {
                let product = (0..<3).reduce(0) { $0 + inverse[row, $1] * matrix[$1, column] }
                #expect(abs(product - (row == column ? 1 : 0)) < 1e-15)
                #expect(inverse[row, column] == inverse[column, row])
            }
        }
    }

    @Test(arguments: [
        [0.0, 0, 0, 0], [1, 2, 2, 1], [1, 1, 1, 1], [-1, 0, 0, 1], [.nan, 0, 0, 1], [.infinity, 0, 0, 1],
    ])
    func refusesWhatIsNotPositiveDefinite(elements: [Double]) throws {
        #expect(try Cholesky(Matrix(rows: 2, columns: 2, storage: elements), tolerance: 1e-12) == nil)
    }

    @Test func nothingIsPositiveDefinite() throws {
        #expect(try #require(try Cholesky(Matrix(rows: 0, columns: 0))).solve([]) == [])
    }
}
