import Testing

@testable import ExplainCore

@Suite struct OwenEnumerationTests {
    static let structures = [
        [[0, 1], [2, 3, 4], [5]], [[5, 0, 3], [4, 2], [1]], [[0, 1, 2, 3, 4, 5]], [[0], [1], [2], [3], [4], [5]],
        [[3], [0, 5, 1, 2], [4]],
    ]

    @Test(arguments: structures) func coalitionsAreNumberedOnce(unions: [[Int]]) {
        let structure = CoalitionStructure(unions: unions)
        let coalitions = UnionCoalitions(structure)
        #expect(Double(coalitions.count) == structure.coalitionCount)
        #expect(Set((0..<coalitions.count).map { coalitions.coalition($0) }).count == coalitions.count)
        #expect(coalitions.coalition(0).isEmpty)
        #expect(coalitions.coalition(coalitions.everyone) == Coalition(all: 6))
        for (union, members) in unions.enumerated() {
            for others in 0..<(1 << (unions.count - 1)) {
                for part in 0..<(1 << members.count) {
                    let rest = unions.indices.filter { $0 != union }
                    let whole = rest.enumerated().flatMap { others >> $0.offset & 1 == 1 ? unions[$0.element] : [] }
                    let some = members.enumerated().compactMap { part >> $0.offset & 1 == 1 ? $0.element : nil }
                    let number = coalitions.number(union: union, part: part, others: others)
                    #expect(coalitions.coalition(number) == Coalition(whole + some))
                }
            }
        }
    }

    /// The mean marginal contribution over the orders in which unions stay together.
    @Test(arguments: structures) func valuesAreMeansOverOrders(unions: [[Int]]) throws {
        let game = TestGame.random(players: 6, seed: 7, outputs: 2)
        let result = try OwenEnumeration(CoalitionStructure(unions: unions)).attributions(
            of: game, context: ComputeContext())
        var values = [Double](repeating: 0, count: 12)
        var orders = 0
        for outer in Self.permutations(Array(unions.indices)) {
            let inner = outer.map { Self.permutations(unions[$0]) }
            for order in Self.sequences(inner) {
                orders += 1
                var coalition = Coalition()
                var before = try Self.value(game, coalition)
                for player in order {
                    coalition.insert(player)
                    let after = try Self.value(game, coalition)
                    for output in 0..<2 { values[output * 6 + player] += after[output] - before[output] }
                    before = after
                }
            }
        }
        #expect(relativeDifference(result.values.storage, values.map { $0 / Double(orders) }) < 1e-12)
    }

    @Test func singletonsAndOneUnionGiveShapleyValues() throws {
        let game = TestGame.smooth(players: 8, seed: 3)
        let shapley = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        for unions in [(0..<8).map { [$0] }, [Array(0..<8)]] {
            let owen = try OwenEnumeration(CoalitionStructure(unions: unions)).attributions(
                of: game, context: ComputeContext())
            #expect(relativeDifference(owen.values.storage, shapley.values.storage) < 1e-14)
            #expect(owen.evaluations == 256)
        }
    }

    /// The values of a union's members add up to the union's Shapley value among the unions.
    @Test func unionsTogetherGetTheirOwnShapleyValue() throws {
        let golden = try GoldenCase("skl_mlp_bin")
        let unions = [[0, 4], [1, 2, 7], [3], [5, 6, 8]]
        let owen = try OwenEnumeration(CoalitionStructure(unions: unions)).attributions(
            of: golden.game(instance: 3, space: .probability, outputs: [0]), context: ComputeContext())
        let quotient = ModelGame(
            model: golden.model, instance: golden.instance(3), background: golden.background,
            players: Players(names: unions.indices.map { "u\($0)" }, columns: unions), space: .probability, outputs: [0]
        )
        let shapley = try ExactEnumeration().attributions(of: quotient, context: ComputeContext())
        let sums = unions.map { $0.reduce(0) { $0 + owen.values[0, $1] } }
        #expect(relativeDifference(sums, shapley.values.storage) < 1e-13)
    }

    @Test func manyPlayersInUnionsAreFewCoalitions() throws {
        let unions = (0..<10).map { union in (0..<7).map { union + 10 * $0 } }
        let weights = (0..<70).map { Double($0) - 30 }
        let structure = CoalitionStructure(unions: unions)
        let owen = try OwenEnumeration(structure).attributions(
            of: TestGame.linear(weights, offset: 2), context: ComputeContext())
        #expect(owen.evaluations == 1024 + 10 * 512 * 126)
        #expect(relativeDifference(owen.values.storage, weights) < 1e-12)
        #expect(owen.baseValues == [2])
    }

    @Test func tooManyCoalitionsAreRefused() {
        let structure = CoalitionStructure(unions: (0..<27).map { [$0] })
        #expect(throws: ExplainError.tooManyPlayers(27, limit: 26)) {
            try OwenEnumeration(structure).attributions(
                of: TestGame.linear([Double](repeating: 1, count: 27)), context: ComputeContext())
        }
        #expect(CoalitionStructure(unions: (0..<2000).map { [$0] }).coalitionCount == .infinity)
    }

    @Test func groupsOfASchemaAreUnions() throws {
        let schema = try FeatureSchema([
            Feature(name: "a", group: "g"), Feature(name: "b"), Feature(name: "c", group: "g"),
        ])
        #expect(CoalitionStructure(groupsOf: schema)?.unions == [[0, 2], [1]])
        #expect(CoalitionStructure(groupsOf: try FeatureSchema([Feature(name: "a")])) == nil)
    }

    private static func value(_ game: FunctionGame, _ coalition: Coalition) throws -> [Double] {
        var values = [Double](repeating: 0, count: game.outputCount)
        var span = values.mutableSpan
        try game.evaluate([coalition], into: &span)
        return values
    }

    /// One of each in turn, in every way.
    private static func sequences(_ choices: [[[Int]]]) -> [[Int]] {
        choices.reduce([[]]) { starts, next in starts.flatMap { start in next.map { start + $0 } } }
    }

    private static func permutations(_ items: [Int]) -> [[Int]] {
        guard !items.isEmpty else { return [[]] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}
