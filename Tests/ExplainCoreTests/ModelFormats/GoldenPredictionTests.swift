import ExplainCore
import Testing

/// The predictions of the explanation cases: the models that explainers are measured on.
@Suite struct GoldenPredictionTests {
    static let trees = [
        "xgb_base_logistic", "xgb_base_mae", "xgb_base_poisson", "xgb_bin", "xgb_cat_onehot", "xgb_cat_partition",
        "xgb_const_dup", "xgb_d1", "xgb_dart", "xgb_deep16", "xgb_f32_edges", "xgb_missing", "xgb_multi", "xgb_reg",
        "xgb_rf", "xgb_single_leaf", "xgb_stumps",
    ]
    static let lightGBM = [
        "bin", "cat", "dart", "missing_nan", "missing_none", "missing_zero", "multi", "reg", "rf", "sigmoid",
        "single_leaf",
    ].map { "lgb_" + $0 }
    static let plain = [
        "skl_linear", "skl_logit", "skl_mlp_bin", "skl_mlp_reg", "skl_rf_diabetes", "skl_rf_wine", "skl_softmax",
    ]

    @Test(arguments: trees + ["xgb_gblinear"])
    func xgboostMarginsAreTheLibrarysBits(name: String) throws {
        let (model, rows, expected) = try load(name, "model.json")
        #expect(try model.predict(rows, space: .margin) == Golden.matrix(expected["raw"]))
    }

    @Test(arguments: trees)
    func xgboostOutputsAreTheLibrarys(name: String) throws {
        let (model, rows, expected) = try load(name, "model.json")
        let space: OutputSpace = model.outputCount(in: .probability) == nil ? .margin : .probability
        let got = try model.predict(rows, space: space)
        let wanted = try Golden.matrix(expected["prob"])
        try #require(got.columns == wanted.columns && got.rows == wanted.rows)
        for (left, right) in zip(got.storage, wanted.storage) {
            #expect(abs(left - right) <= 4 * Double(Float(right).ulp), "\(left), not \(right)")
        }
    }

    @Test(arguments: trees)
    func backgroundMeansAgree(name: String) throws {
        let (model, _, expected) = try load(name, "model.json")
        let background = try Golden.matrix(try Golden.json("explanations/\(name)/data.json")["background"])
        let margins = try model.predict(background, space: .margin)
        for (index, mean) in try Golden.rows(expected["background_raw_mean"]).joined().enumerated() {
            let sum = (0..<margins.rows).reduce(0.0) { $0 + margins[$1, index] }
            // The reference sums in float64 what XGBoost rounds to float32 tree by tree.
            #expect(abs(sum / Double(margins.rows) - mean) <= 2e-6 * max(1, abs(mean)))
        }
    }

    @Test(arguments: plain)
    func plainModelsPredictAsTheirLibrary(name: String) throws {
        let (model, rows, expected) = try load(name, "model.plain.json")
        let hasLink = model.outputCount(in: .probability) != nil
        try check(model, rows, expected["prob"], hasLink ? .probability : .margin)
        if expected["raw"] != nil { try check(model, rows, expected["raw"], .margin) }
    }

    @Test(arguments: lightGBM)
    func lightGBMMarginsAreTheLibrarysBits(name: String) throws {
        let (model, rows, expected) = try load(name, "model.txt")
        // The reference divides a forest's margins.
        let isMean = model.outputCount(in: .probability) != nil && name == "lgb_rf"
        #expect(try model.predict(rows, space: isMean ? .probability : .margin) == Golden.matrix(expected["raw"]))
        let space: OutputSpace = model.outputCount(in: .probability) == nil ? .margin : .probability
        let got = try model.predict(rows, space: space).storage
        let wanted = try Golden.matrix(expected["prob"]).storage
        #expect(got.count == wanted.count && zip(got, wanted).allSatisfy { abs($0 - $1) <= 1e-15 * abs($1) })
    }

    private func check(
        _ model: any Model, _ rows: Matrix, _ expected: JSONValue?, _ space: OutputSpace
    ) throws {
        let got = try model.predict(rows, space: space)
        let wanted = try Golden.matrix(expected)
        try #require(got.columns == wanted.columns && got.rows == wanted.rows)
        for (left, right) in zip(got.storage, wanted.storage) {
            #expect(abs(left - right) <= 1e-12 * max(1, abs(right)), "\(left), not \(right)")
        }
    }

    private func load(_ name: String, _ file: String) throws -> (any Model, Matrix, JSONValue) {
        let model = try ModelFile.load(try Golden.bytes("explanations/\(name)/\(file)")).model
        let rows = try Golden.matrix(try Golden.json("explanations/\(name)/data.json")["instances"])
        return (model, rows, try Golden.json("explanations/\(name)/expected.json"))
    }
}
