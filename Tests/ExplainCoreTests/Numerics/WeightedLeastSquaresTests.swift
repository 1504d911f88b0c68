import Testing

@testable import ExplainCore

@Suite struct WeightedLeastSquaresTests {
    private let rows = Matrix(rows: 4, columns: 2, storage: [0, 0, 1, 0, 0, 1, 1, 1])
    private let weights = [1.0, 2, 3, 4]

    private func regression(_ rows: Matrix, _ y: Matrix) -> WeightedLeastSquares {
        WeightedLeastSquares(columns: rows.columns, weights: weights, y: y) { row, x in
            for column in 0..<rows.columns { x[column] = rows[row, column] }
        }
    }

    @Test func findsAnExactPlaneForEachTarget() {
        let y = Matrix(rows: 4, columns: 2, storage: [5, 1, 7, 1, 2, 1, 4, 1])
        let fit = regression(rows, y).ridge(target: 0, chosen: [0, 1], penalty: 0)
        #expect(relativeDifference(fit.coefficients + [fit.intercept], [2, -3, 5]) < 1e-15)
        let constant = regression(rows, y).ridge(target: 1, chosen: [0, 1], penalty: 0)
        #expect(constant == .init(coefficients: [0, 0], intercept: 1))
    }

    /// By hand: the column's mean is 0.6, its weighted square 2.4, the cross moment 4.8; 4.8 / (2.4 + 1).
    @Test func thePenaltyShrinksTheSlopeAndLeavesTheMean() {
        let y = Matrix(rows: 4, columns: 1, storage: [5, 7, 5, 7])
        let fit = regression(rows, y).ridge(target: 0, chosen: [0], penalty: 1)
        #expect(relativeDifference(fit.coefficients, [4.8 / 3.4]) < 1e-15)
        #expect(abs(fit.intercept + 0.6 * fit.coefficients[0] - 6.2) < 1e-14)
    }

    @Test func equalColumnsShareTheirEffect() {
        let twice = Matrix(rows: 4, columns: 2, storage: [0, 0, 1, 1, 0, 0, 1, 1])
        let fit = regression(twice, Matrix(rows: 4, columns: 1, storage: [1, 3, 1, 3])).ridge(
            target: 0, chosen: [0, 1], penalty: 0)
        #expect(relativeDifference(fit.coefficients + [fit.intercept], [1, 1, 1]) < 1e-14)
    }
}
