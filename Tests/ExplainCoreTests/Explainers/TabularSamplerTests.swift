import Testing

@testable import ExplainCore

@Suite struct TabularSamplerTests {
    private func sampler(
        columns: [[Double]], instance: [Double], kinds: [Feature.Kind]? = nil, groups: [[Int]]? = nil
    ) throws -> (sampler: TabularSampler, table: TabularTable) {
        let rows = columns[0].count
        let schema = try FeatureSchema(
            columns.indices.map { Feature(name: "f\($0)", kind: kinds?[$0] ?? .float, isNullable: true) })
        let players = groups.map { Players(names: $0.map(\.description), columns: $0) } ?? .features(of: schema)
        let storage = (0..<rows).flatMap { row in columns.map { $0[row] } }
        let background = try Background(Matrix(rows: rows, columns: columns.count, storage: storage))
        let table = TabularTable(instance: instance, schema: schema, background: background, players: players)
        return (TabularSampler(table), table)
    }

    /// The uniform number of each row, taken from the same stream, is the share of the draws below the value.
    @Test func valuesInvertTheTruncatedNormalOfTheirBin() throws {
        let values = (0..<1000).map { Double($0 * $0) / 1000 }
        let (sampler, table) = try sampler(columns: [values], instance: [values[300]])
        var random = CounterRandom(seed: 4, stream: 1)
        var units = [Double](repeating: 0, count: 500)
        var copy = random
        copy.fillShortUnits(&units)
        let (drawn, same) = sampler.draw(500, &random)
        var seen = Set<Int>()
        for (row, value) in drawn.enumerated() {
            let unit = units[row]
            let bin = Int(unit * 4)
            seen.insert(bin)
            let share = table.bins[bin].share(below: value)
            #expect(abs(share - (unit * 4 - Double(bin))) < 1e-7)
            #expect(value >= table.bins[bin].low && value <= table.bins[bin].high)
            #expect(same.memberCount(row) == (bin == 1 ? 1 : 0))
        }
        #expect(seen.count == 4)
    }

    @Test func aBinOfOneValueYieldsIt() throws {
        let (sampler, _) = try sampler(
            columns: [[5, 5, 5, 5, 5], [0, 0, 1, 0, 1], [.nan, .nan, .nan, .nan, .nan], [.nan, 2, .nan, 2, 2]],
            instance: [5, 1, .nan, .nan])
        var random = CounterRandom(seed: 4, stream: 2)
        let (drawn, same) = sampler.draw(1000, &random)
        let rows = Matrix(rows: 1000, columns: 4, storage: drawn)
        var missing = 0
        for row in 0..<1000 {
            #expect(rows[row, 0] == 5 && (rows[row, 1] == 0 || rows[row, 1] == 1) && rows[row, 2].isNaN)
            #expect(rows[row, 3].isNaN || rows[row, 3] == 2)
            missing += rows[row, 3].isNaN ? 1 : 0
            let kept = 2 + (rows[row, 1] == 1 ? 1 : 0) + (rows[row, 3].isNaN ? 1 : 0)
            #expect(same.memberCount(row) == kept)
        }
        #expect((340...460).contains(missing))
    }

    /// More combinations than are compared one by one.
    @Test func categoriesComeByTheirFrequencies() throws {
        let codes = (0..<100).map { Double($0 < 40 ? 11 : $0 % 12) }
        let (sampler, table) = try sampler(columns: [codes], instance: [3], kinds: [.codes])
        var random = CounterRandom(seed: 4, stream: 3)
        let (drawn, same) = sampler.draw(20_000, &random)
        let player = table.players[0]
        #expect(player.combinations.count == 12 && player.own == 3)
        for (combination, share) in table.shares[player.combinations].enumerated() {
            let count = Double(drawn.filter { $0 == Double(combination) }.count)
            #expect(abs(count / 20_000 - share) < 4 * (share * (1 - share) / 20_000).squareRoot())
        }
        #expect((0..<20_000).allSatisfy { (same.memberCount($0) == 1) == (drawn[$0] == 3) })
    }

    /// A group's combination comes from one background row, and its columns vary on their own within their bins.
    @Test func groupsAreDrawnAsOne() throws {
        let values = (0..<400).map { Double($0) }
        let (sampler, table) = try sampler(
            columns: [values, values.map { -$0 }, values], instance: [10, -10, 10], groups: [[0, 1], [2]])
        #expect(table.players[0].combinations.count <= 5)
        var random = CounterRandom(seed: 4, stream: 4)
        let rows = Matrix(rows: 4000, columns: 3, storage: sampler.draw(4000, &random).values)
        var products = (together: 0.0, apart: 0.0)
        for row in 0..<4000 {
            #expect(abs(rows[row, 0] + rows[row, 1]) <= 101)
            products.together += (rows[row, 0] - 200) * (-200 - rows[row, 1])
            products.apart += (rows[row, 0] - 200) * (rows[row, 2] - 200)
        }
        #expect(products.together > 0.8 * 4000 * 13_333 && abs(products.apart) < 0.1 * 4000 * 13_333)
    }
}
