import Testing

@testable import ExplainCore

@Suite struct WeightedLeastSquaresTests {
    private let rows = (0..<4).map { Coalition(bits: $0) }
    private let weights = [1.0, 2, 3, 4]

    private func regression(_ rows: [Coalition], _ y: Matrix) throws -> WeightedLeastSquares {
        try WeightedLeastSquares(rows: Memberships(rows, players: 2), weights: weights, y: y)
    }

    @Test func findsAnExactPlaneForEachTarget() throws {
        let y = Matrix(rows: 4, columns: 2, storage: [5, 0.1, 7, 0.1, 2, 0.1, 4, 0.1])
        let fit = try regression(rows, y).ridge(target: 0, chosen: [0, 1], penalty: 0)
        #expect(relativeDifference(fit.coefficients + [fit.intercept], [2, -3, 5]) < 1e-15)
        let constant = try regression(rows, y).ridge(target: 1, chosen: [0, 1], penalty: 0)
        #expect(constant == .init(coefficients: [0, 0], intercept: 0.1))
    }

    /// By hand: the membership's mean is 0.6, its weighted square 2.4, the cross moment 4.8; 4.8 / (2.4 + 1).
    @Test func thePenaltyShrinksTheSlopeAndLeavesTheMean() throws {
        let y = Matrix(rows: 4, columns: 1, storage: [5, 7, 5, 7])
        let fit = try regression(rows, y).ridge(target: 0, chosen: [0], penalty: 1)
        #expect(relativeDifference(fit.coefficients, [4.8 / 3.4]) < 1e-15)
        #expect(abs(fit.intercept + 0.6 * fit.coefficients[0] - 6.2) < 1e-14)
    }

    @Test func equalMembershipsShareTheirEffect() throws {
        let twice = [Coalition(), Coalition([0, 1]), Coalition(), Coalition([0, 1])]
        let fit = try regression(twice, Matrix(rows: 4, columns: 1, storage: [1, 3, 1, 3])).ridge(
            target: 0, chosen: [0, 1], penalty: 0)
        #expect(relativeDifference(fit.coefficients + [fit.intercept], [1, 1, 1]) < 1e-14)
    }

    @Test func aConstantMembershipHasNoEffectToTheBit() throws {
        let uneven = [0.1, 0.2, 0.3, 0.7]
        let always = [Coalition([0]), Coalition([0, 1]), Coalition([0]), Coalition([0])]
        let regression = try WeightedLeastSquares(
            rows: Memberships(always, players: 2), weights: uneven,
            y: Matrix(rows: 4, columns: 1, storage: [0.3, 0.9, 0.1, 0.7]))
        #expect(regression.gram.row(0).elementsEqual([0, 0]))
        #expect(try regression.ridge(target: 0, chosen: [0, 1], penalty: 1).coefficients[0] == 0)
    }

    @Test func centredMomentsOfManyPlayers() throws {
        let rows = [Coalition([0, 65, 66]), Coalition([65]), Coalition([3])]
        let moments = try MembershipMoments(rows: Memberships(rows, players: 67), factors: [2, 3, 5])
        let centre = (0..<67).map { Double($0) / 67 }
        let centred = moments.centred(at: centre)
        for (row, column) in [(0, 65), (65, 0), (66, 66), (3, 4), (65, 65)] {
            let expected = zip(rows, [2.0, 3, 5]).reduce(0.0) { sum, pair in
                let left = (pair.0.contains(row) ? 1 : 0) - centre[row]
                return sum + pair.1 * left * ((pair.0.contains(column) ? 1 : 0) - centre[column])
            }
            #expect(abs(centred[row, column] - expected) < 1e-14)
        }
    }
}
