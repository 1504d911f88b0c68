import Testing

@testable import ExplainCore

@Suite struct TreeSHAPGoldenTests {
    static let cases = [
        "xgb_reg", "xgb_bin", "xgb_multi", "xgb_missing", "xgb_cat_onehot", "xgb_cat_partition", "xgb_dart", "xgb_rf",
        "xgb_deep16", "xgb_stumps", "xgb_single_leaf", "xgb_d1", "xgb_base_logistic", "xgb_base_poisson",
        "xgb_base_mae", "xgb_const_dup", "xgb_f32_edges", "skl_rf_wine", "skl_rf_diabetes", "lgb_bin", "lgb_cat",
        "lgb_dart", "lgb_missing_nan", "lgb_missing_none", "lgb_missing_zero", "lgb_multi", "lgb_reg", "lgb_rf",
        "lgb_sigmoid", "lgb_single_leaf",
    ]

    @Test(arguments: cases) func interventionalValuesOfRealModels(name: String) throws {
        let golden = try GoldenCase(name)
        let ensemble = try #require(golden.model as? TreeEnsemble)
        let method = TreeSHAP(ensemble, players: .features(of: golden.schema))
        try check(golden, ensemble, "interventional") { instance, context throws(ExplainError) in
            try method.interventional(instance: instance, background: golden.background, context: context)
        }
    }

    @Test(arguments: cases) func tablesHoldTheSameValues(name: String) throws {
        let golden = try GoldenCase(name)
        let ensemble = try #require(golden.model as? TreeEnsemble)
        let method = TreeSHAP(ensemble, players: .features(of: golden.schema))
        let cache = LeafTableCache()
        try check(golden, ensemble, "interventional") { instance, context throws(ExplainError) in
            try method.interventional(
                instance: instance, background: golden.background, cache: cache, context: context)
        }
        #expect(cache.bytes > 0)
    }

    @Test(arguments: cases) func pathDependentValuesOfRealModels(name: String) throws {
        let golden = try GoldenCase(name)
        let ensemble = try #require(golden.model as? TreeEnsemble)
        let method = TreeSHAP(ensemble, players: .features(of: golden.schema))
        try check(golden, ensemble, "path_dependent") { instance, context throws(ExplainError) in
            try method.pathDependent(instance: instance, context: context)
        }
    }

    private func check(
        _ golden: GoldenCase, _ ensemble: TreeEnsemble, _ member: String,
        _ explain: ([Double], ComputeContext) throws(ExplainError) -> Attributions
    ) throws {
        let truth = try #require(golden.expected[member])
        // The reference divides a forest's margins by the number of its trees.
        let divisor = ensemble.output.divisor
        let base = try #require(truth["base"]).doubles.map { $0 * divisor }
        let known = try #require(truth["values"]?.asArray)
        #expect(!known.isEmpty)
        for (index, rows) in known.enumerated() {
            let instance = golden.instance(index)
            let result = try explain(instance, ComputeContext())
            let values = try #require(rows.asArray).flatMap(\.doubles).map { $0 * divisor }
            #expect(relativeDifference(result.values.storage, values) < 1e-9)
            // The reference takes the logarithm of a base score in another library: one ulp of float32 apart at most.
            for (margin, found) in result.baseValues.enumerated() {
                let ulp = Double(Float(ensemble.baseMargins[margin]).ulp)
                #expect(abs(found - base[margin]) <= 1e-9 * max(1, abs(base[margin])) + ulp)
            }
            let row = Matrix(rows: 1, columns: instance.count, storage: instance)
            let predictions = try ensemble.predict(row, space: .margin).storage
            #expect(zip(result.fullValues, predictions).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) })
            for margin in 0..<ensemble.marginCount {
                let sum = result.values.row(margin).reduce(result.baseValues[margin], +)
                let scale = max(abs(result.fullValues[margin]), abs(result.baseValues[margin]))
                #expect(abs(sum - result.fullValues[margin]) <= 1e-12 * max(1, scale))
            }
        }
    }
}
