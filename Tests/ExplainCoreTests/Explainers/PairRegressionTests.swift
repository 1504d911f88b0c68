import Testing

@testable import ExplainCore

@Suite struct PairRegressionTests {
    /// Fixtures/golden/explanations/estimators.json: pairs and values in, solution out.
    @Test(arguments: 0..<8) func reproducesTheReferenceSolution(index: Int) throws {
        let document = try Golden.json("explanations/estimators.json")
        let known = try #require(document["cases"]?[index])
        let players = try #require(known["n"]?.asInt)
        let regression = try PairRegression(
            players: players, coalitions: try #require(known["S"]?.asArray).map { Coalition($0.ints) },
            weights: try #require(known["weight"]).doubles, fractions: try #require(known["sampling_fraction"]).doubles)
        let with = try #require(known["v_S"]).doubles
        let without = try #require(known["v_comp"]).doubles
        let odd = Matrix(rows: with.count, columns: 1, storage: zip(with, without).map { ($0 - $1) / 2 })
        let total = try #require(known["v_full"]?.asDouble) - (try #require(known["v_empty"]?.asDouble))
        let solution = try regression.solve(odd: odd, totals: [total])
        let expected = try #require(known["leverage"])
        #expect(relativeDifference(solution.values.storage, try #require(expected["phi"]).doubles) < 1e-9)
        #expect((solution.standardErrors == nil) == (expected["se"] == nil))
        if let errors = expected["se"] {
            #expect(relativeDifference(try #require(solution.standardErrors).storage, errors.doubles) < 1e-9)
        }
    }

    @Test func theGramMatrixIsTheSumOfOuterProducts() throws {
        let coalitions = [Coalition([0, 70]), Coalition([1, 2, 3]), Coalition([70]), Coalition(0..<40)]
        let weights = [0.5, 2, 0.5, 0.25]
        let gram = try PairGram.matrix(players: 80, coalitions: coalitions, weights: weights)
        for (row, column) in [(0, 0), (0, 70), (1, 39), (40, 79), (70, 3), (3, 70)] {
            let expected = zip(coalitions, weights).reduce(0.0) { sum, pair in
                let left = pair.0.contains(row) ? 0.5 : -0.5
                return sum + pair.1 * left * (pair.0.contains(column) ? 0.5 : -0.5)
            }
            #expect(abs(gram[row, column] - expected) < 1e-15)
        }
    }

    @Test func withoutPairsEveryPlayerGetsTheSame() throws {
        let regression = try PairRegression(players: 4, coalitions: [], weights: [], fractions: [])
        let solution = try regression.solve(odd: Matrix(rows: 0, columns: 2), totals: [8, -2])
        #expect(solution.values.storage == [2, 2, 2, 2, -0.5, -0.5, -0.5, -0.5])
        #expect(solution.standardErrors == nil)
    }

    /// One pair {0} of three players: 2 phi_0 - total = 2 g, the rest is shared.
    @Test func tooFewPairsGiveTheShortestSolution() throws {
        let regression = try PairRegression(players: 3, coalitions: [Coalition([0])], weights: [0.3], fractions: [0.1])
        let solution = try regression.solve(odd: Matrix(rows: 1, columns: 1, storage: [5]), totals: [4])
        #expect(relativeDifference(solution.values.storage, [7, -1.5, -1.5]) < 1e-15)
    }

    @Test func severalOutputsShareOneFactorisation() throws {
        let coalitions = (1..<15).map { Coalition(bits: $0) }
        let weights = coalitions.map { 1 / Double($0.count) }
        let regression = try PairRegression(
            players: 5, coalitions: coalitions, weights: weights, fractions: weights.map { $0 / 2 })
        let first = coalitions.map { Double($0.low % 7) }
        let second = coalitions.map { Double($0.low % 5) }
        let together = try regression.solve(
            odd: Matrix(rows: 14, columns: 2, storage: zip(first, second).flatMap { [$0, $1] }), totals: [3, 4])
        let alone = try regression.solve(odd: Matrix(rows: 14, columns: 1, storage: second), totals: [4])
        #expect(together.values.row(1).elementsEqual(alone.values.storage))
        #expect(together.standardErrors?.row(1).elementsEqual(alone.standardErrors?.storage ?? []) == true)
    }
}
