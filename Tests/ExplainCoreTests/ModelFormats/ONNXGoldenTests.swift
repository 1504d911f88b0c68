import Testing

@testable import ExplainCore

/// onnxruntime's own answers for graphs of scikit-learn, XGBoost, LightGBM, CatBoost and PyTorch.
@Suite struct ONNXGoldenTests {
    @Test(arguments: ONNXCase.names)
    func scores(name: String) throws {
        let golden = try ONNXCase(name)
        let expected = try golden.expected()
        let got = try golden.model.predict(golden.rows, space: golden.space)
        try #require(got.columns == expected.columns && got.rows == expected.rows)
        for (index, value) in expected.storage.enumerated() {
            #expect(
                abs(got.storage[index] - value) <= 2e-6 * abs(value),
                "score \(index) of \(name): \(got.storage[index]), not \(value)")
        }
    }

    @Test(arguments: ONNXCase.names)
    func aRowHasTheSameBitsAloneAndInABatch(name: String) throws {
        let golden = try ONNXCase(name)
        for space in [OutputSpace.margin, .probability] where golden.model.outputCount(in: space) != nil {
            let batch = try golden.model.predict(golden.rows, space: space)
            for row in 0..<golden.rows.rows {
                let alone = try golden.model.predict(
                    Matrix(rows: 1, columns: golden.rows.columns, storage: Array(golden.rows.row(row))), space: space)
                #expect(alone.storage.map(\.bitPattern) == batch.row(row).map(\.bitPattern), "row \(row)")
            }
        }
    }

    @Test(arguments: [("knn", "Scan", "sub-graph"), ("svc_linear_multi", "SVMClassifier", "not evaluated")])
    func whatIsNotEvaluatedIsNamed(name: String, operation: String, reason: String) throws {
        let bytes = try Golden.bytes("models/onnx/\(name).onnx")
        let error = try #require(throws: ModelFormatError.self) { try ModelFile.load(bytes) }
        #expect(error.format == "ONNX" && error.place.hasPrefix("graph.node[0] (\(operation)"))
        #expect(error.reason.contains(reason) && error.remedy?.contains("docs/model-formats.md") == true)
    }

    static let trees = [
        "catboost_native_onnx", "dt_classifier_binary", "gb_classifier_binary", "gb_classifier_multi",
        "hist_gb_classifier_binary_nan", "hist_gb_classifier_multi", "hist_gb_regressor_nan",
        "lightgbm_via_onnxmltools", "rf_classifier_binary", "rf_classifier_multi", "rf_regressor", "treeensemble_v5",
        "xgboost_via_onnxmltools",
    ]

    /// TreeSHAP against the enumeration of all coalitions, with leaf values added in float64.
    @Test(arguments: trees)
    func treesAreTakenApart(name: String) throws {
        let golden = try ONNXCase(name)
        let ensemble = try #require(golden.file.model as? TreeEnsemble)
        let columns = ensemble.featureCount
        let rows = golden.rows
        let count = min(6, rows.rows)
        let instance = Array(rows.row(rows.rows - 1))
        let background = try Background(
            Matrix(rows: count, columns: columns, storage: Array(rows.storage[..<(count * columns)])))
        let players = Players(names: (0..<columns).map { "f\($0)" }, columns: (0..<columns).map { [$0] })
        let game = FunctionGame(players: columns, outputs: ensemble.marginCount) { coalition in
            var mixed = background.rows.storage
            for row in 0..<count {
                for column in coalition.members { mixed[row * columns + column] = instance[column] }
            }
            let sums = ensemble.leafSums(mixed.span, table: nil)
            return (0..<ensemble.marginCount).map { margin in
                (0..<count).reduce(0) { $0 + sums[$1 * ensemble.marginCount + margin] } / Double(count)
                    + ensemble.baseMargins[margin]
            }
        }
        let exact = try ExactEnumeration().attributions(of: game, context: ComputeContext())
        let result = try TreeSHAP(ensemble, players: players).interventional(
            instance: instance, background: background, context: ComputeContext())
        #expect(relativeDifference(result.values.storage, exact.values.storage) < 1e-9)
        #expect(relativeDifference(result.baseValues, exact.baseValues) < 1e-9)
        #expect(!TreeSHAP.hasCovers(ensemble))
    }

    @Test(arguments: ["linear_regression", "linear_regression_multi", "ridge", "logistic_binary", "logistic_multi"])
    func linearModelsAreTakenApart(name: String) throws {
        let golden = try ONNXCase(name)
        let form = try #require(ClosedForm(golden.model, space: .margin))
        guard case .linear(let linear) = form.parts else {
            Issue.record("\(name) is not linear")
            return
        }
        let own = try golden.model.predict(golden.rows, space: .margin)
        let parts = try linear.predict(golden.rows, space: .margin)
        #expect(relativeDifference(parts.storage, own.storage) < 1e-6)
    }

    @Test func aPipelineIsExplainedOnItsRawColumns() throws {
        let golden = try ONNXCase("columntransformer_ohe_lr")
        #expect(golden.file.featureNames == ["age", "income", "job", "region"])
        #expect(
            golden.file.featureKinds == [
                .float, .float, .category(["clerk", "ing\u{E9}nieur", "nurse"]), .category(["E", "N", "S", "W"]),
            ])
        #expect((0..<4).map(golden.file.acceptsMissing) == [true, true, false, false])
        #expect(golden.file.takesUnknownCategories)
        #expect(ClosedForm(golden.model) == nil)
        let row = Matrix(rows: 1, columns: 4, storage: [30, 20000, .nan, 1])
        let error = try #require(throws: ModelError.self) { try golden.model.predict(row, space: .probability) }
        #expect(error == .evaluation(place: "graph.input \"job\"", reason: "the input nan is no value of the column"))
    }

    @Test func theReportSaysWhatTheFileHolds() throws {
        let golden = try ONNXCase("torch_mlp_gemm_bn")
        let facts = Dictionary(
            uniqueKeysWithValues: golden.file.model.structure.facts.map { ($0.name, $0.value) })
        #expect(golden.file.model.structure.format == "onnx" && golden.file.model.structure.kind == "graph")
        #expect(facts["graph nodes"] == 6 && facts["ai.onnx version"] == 17 && facts["Gemm nodes"] == 2)
        #expect(facts["graph outputs"] == 2 && facts["features"] == 4)
        #expect(golden.file.notes.contains("The output \"probs\" is explained, others are not."))
        // The logits are the margins of the probabilities.
        let logits = try Golden.matrix(golden.document["expected"]?["logits"])
        let margins = try golden.model.predict(golden.rows, space: .margin)
        #expect(relativeDifference(margins.storage, logits.storage) < 2e-6)
        let trees = try ONNXCase("catboost_native_onnx").file
        let treeFacts = Dictionary(uniqueKeysWithValues: trees.model.structure.facts.map { ($0.name, $0.value) })
        #expect(treeFacts["trees"] == 5 && treeFacts["nodes"] == 75 && treeFacts["has covers"] == 0)
        #expect(trees.notes.contains { $0.contains("covers") })
    }

    @Test func classesAreNamed() throws {
        #expect(try ONNXCase("zipmap_default").file.outputNames == ["hi", "lo", "mid"])
        #expect(try ONNXCase("mlp_classifier_multi").file.outputNames == ["hi", "lo", "mid"])
        #expect(try ONNXCase("gb_classifier_binary").file.outputNames == ["0", "1"])
        #expect(try ONNXCase("ridge").file.outputNames == nil)
    }

    @Test func forestsOfSkl2onnxWarnOfMissingValues() throws {
        let note = "skl2onnx leaves out"
        #expect(try ONNXCase("rf_regressor").file.notes.contains { $0.hasPrefix(note) })
        #expect(try !ONNXCase("hist_gb_regressor_nan").file.notes.contains { $0.hasPrefix(note) })
    }
}
