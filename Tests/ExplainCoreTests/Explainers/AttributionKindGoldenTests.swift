import ExplainCore
import Testing

/// Every index of the golden enumeration blocks, by the method that the planner chooses and by enumeration.
@Suite struct AttributionKindGoldenTests {
    typealias Known = ExactEnumerationGoldenTests.Known

    private func explain(
        _ golden: GoldenCase, _ known: Known, _ kind: AttributionKind, method: RequestedMethod, players: Players? = nil
    ) throws -> Explanation {
        let players = players ?? .features(of: golden.schema)
        let plan = try MethodPlanner().plan(
            PlanRequest(method: method, kind: kind), players: players.count,
            backgroundRows: golden.background.rows.rows, outputs: 1, model: golden.model, space: known.space)
        let task = ExplanationTask(
            model: golden.model, schema: golden.schema, instance: golden.instance(0), background: golden.background,
            players: players, space: known.space, outputs: [known.output], plan: plan, leafTables: LeafTableCache())
        return try #require(try task.run(ComputeContext()).first)
    }

    private func block(_ golden: GoldenCase) throws -> (truth: JSONValue, largest: Double) {
        let truth = try #require(golden.expected["enumeration_instance0"])
        return (truth, try #require(truth["shapley"]).doubles.map(abs).max() ?? 0)
    }

    private func widest(_ left: [Double], _ right: [Double]) -> Double {
        left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
    }

    /// XGBoost's own sums are float32, which the trees' own are not.
    private func tolerance(_ method: RequestedMethod, _ known: Known) -> Double {
        known.name == "xgb_reg" && method == .auto ? 1e-6 : 1e-9
    }

    @Test(arguments: ExactEnumerationGoldenTests.cases, [RequestedMethod.auto, .enumeration])
    func banzhafValues(known: Known, method: RequestedMethod) throws {
        let golden = try GoldenCase(known.name)
        let (truth, largest) = try block(golden)
        let result = try explain(golden, known, AttributionKind(index: .banzhaf), method: method)
        let wanted = try #require(truth["banzhaf"]).doubles
        #expect(widest(result.values, wanted) <= tolerance(method, known) * largest)
        #expect(result.index == .banzhaf && result.isExact && result.interactions == nil)
    }

    @Test(arguments: ExactEnumerationGoldenTests.cases, [RequestedMethod.auto, .enumeration])
    func interactions(known: Known, method: RequestedMethod) throws {
        let golden = try GoldenCase(known.name)
        let (truth, largest) = try block(golden)
        let result = try explain(golden, known, AttributionKind(interactions: true), method: method)
        let matrix = try #require(result.interactions)
        let pairs = try #require(truth["sii_pairs"]).matrix
        #expect(widest(result.values, try #require(truth["shapley"]).doubles) <= tolerance(method, known) * largest)
        for player in 0..<matrix.rows {
            for partner in 0..<matrix.columns where partner != player {
                let difference = abs(2 * matrix[player, partner] - pairs[player, partner])
                #expect(difference <= tolerance(method, known) * largest)
            }
            #expect(abs(matrix.row(player).reduce(0, +) - result.values[player]) <= 1e-14 * largest)
        }
        let whole = matrix.storage.reduce(0, +)
        #expect(abs(whole - (result.prediction - result.baseValue)) <= tolerance(method, known) * largest)
    }

    @Test(arguments: ExactEnumerationGoldenTests.cases, [RequestedMethod.auto, .enumeration])
    func owenValues(known: Known, method: RequestedMethod) throws {
        let golden = try GoldenCase(known.name)
        let (truth, largest) = try block(golden)
        let unions = try #require(truth["groups"]?.asArray).map(\.ints)
        let kind = AttributionKind(index: .owen, unions: CoalitionStructure(unions: unions))
        let result = try explain(golden, known, kind, method: method)
        #expect(widest(result.values, try #require(truth["owen"]).doubles) <= tolerance(method, known) * largest)
        #expect(result.index == .owen)
    }

    @Test(arguments: ExactEnumerationGoldenTests.cases, [RequestedMethod.auto, .enumeration])
    func groupsAsPlayers(known: Known, method: RequestedMethod) throws {
        let golden = try GoldenCase(known.name)
        let (truth, largest) = try block(golden)
        let groups = try #require(truth["groups"]?.asArray).map(\.ints)
        let players = Players(names: groups.indices.map { "group \($0)" }, columns: groups)
        let result = try explain(golden, known, .shapley, method: method, players: players)
        #expect(
            widest(result.values, try #require(truth["group_shapley"]).doubles) <= tolerance(method, known) * largest)
    }
}
