import Testing

@testable import ExplainCore

@Suite struct PermutationImportanceGoldenTests {
    static let cases = [
        "xgb_reg", "xgb_bin", "xgb_multi", "xgb_const_dup", "skl_linear", "skl_logit", "skl_rf_diabetes", "skl_rf_wine",
        "lgb_reg",
    ]

    /// scikit-learn's scores given scikit-learn's permutations, and the exact mean over all pairs of rows.
    @Test(arguments: cases) func reproducesScikitLearn(name: String) throws {
        let golden = try GoldenCase(name)
        let known = try #require(golden.expected["permutation"])
        let metricName = try #require(known["metric"]?.asString)
        let metric = try #require(ImportanceMetric(rawValue: metricName))
        let exact = try #require(known["exact_switch"])
        let players = Players.features(of: golden.schema)
        let result = try PermutationImportance(metric: metric, computesExactSwitch: true).importance(
            model: golden.model, rows: golden.background.rows, labels: golden.labels, players: players, output: 0,
            shuffles: ShuffleSequence(try #require(known["permutations"]?.asArray).map(\.ints)),
            context: ComputeContext())
        let scores = try #require(known["scores"]).matrix
        #expect(zip(result.scores.storage, scores.storage).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(abs(result.baseline - (try #require(known["baseline"]?.asDouble))) < 1e-12)
        #expect(zip(result.means, try #require(known["mean"]).doubles).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(zip(result.deviations, try #require(known["std"]).doubles).allSatisfy { abs($0 - $1) < 1e-12 })
        let found = try #require(result.exactSwitch)
        #expect(found.loss == exact["loss"]?.asString)
        let base = try #require(exact["loss_base"]?.asDouble)
        #expect(abs(found.baseline - base) <= 1e-12 * max(1, base))
        let values = try #require(exact["values"]).doubles
        #expect(zip(found.values, values).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, base) })
    }
}
