import ExplainCore
import Testing

@Suite struct ExactEnumerationGoldenTests {
    struct Known: Sendable, CustomTestStringConvertible {
        var name: String
        var space: OutputSpace
        var output: Int
        var testDescription: String { name }
    }

    static let cases = [
        Known(name: "xgb_reg", space: .margin, output: 0), Known(name: "skl_linear", space: .margin, output: 0),
        Known(name: "skl_logit", space: .probability, output: 0),
        Known(name: "skl_softmax", space: .probability, output: 2),
        Known(name: "skl_mlp_reg", space: .margin, output: 0),
        Known(name: "skl_mlp_bin", space: .probability, output: 0),
    ]

    @Test(arguments: cases) func shapleyValuesOfRealModels(known: Known) throws {
        let golden = try GoldenCase(known.name)
        let truth = try #require(golden.expected["enumeration_instance0"])
        let shapley = try #require(truth["shapley"]).doubles
        let game = golden.game(instance: 0, space: known.space, outputs: [known.output])
        let result = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        #expect(relativeDifference(result.values.storage, shapley) < 1e-9)
        #expect(relativeDifference(result.baseValues, [try #require(truth["v_empty"]?.asDouble)]) < 1e-12)
        #expect(relativeDifference(result.fullValues, [try #require(truth["v_full"]?.asDouble)]) < 1e-12)
    }

    @Test func groupsArePlayersOfTheirOwn() throws {
        let golden = try GoldenCase("xgb_reg")
        let truth = try #require(golden.expected["enumeration_instance0"])
        let groups = try #require(truth["groups"]?.asArray).map(\.ints)
        let players = Players(names: groups.indices.map { "group \($0)" }, columns: groups)
        let game = ModelGame(
            model: golden.model, instance: golden.instance(0), background: golden.background, players: players,
            space: .margin, outputs: [0])
        let result = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        #expect(relativeDifference(result.values.storage, try #require(truth["group_shapley"]).doubles) < 1e-9)
    }

    @Test func everyCoalitionsValueIsTheLibrarys() throws {
        let golden = try GoldenCase("skl_mlp_bin")
        let table = try #require(golden.expected["enumeration_instance0"]?["table"]).doubles
        let game = golden.game(instance: 0, space: .probability, outputs: [0])
        var values = [Double](repeating: 0, count: table.count)
        var span = values.mutableSpan
        try game.evaluate((0..<UInt64(table.count)).map { Coalition(bits: $0) }[...], into: &span)
        #expect(relativeDifference(values, table) < 1e-13)
    }
}
