import ExplainCore
import Testing

/// XGBoost's own answers for its own files.
@Suite struct XGBoostGoldenTests {
    static let cases = [
        "binary_logistic_earlystop", "categorical_codes", "dart", "dart_v34_layout", "multi_output_tree",
        "multi_softmax", "multi_softprob_parallel", "obj_01_reg_squaredlogerror", "obj_02_reg_logistic",
        "obj_03_reg_pseudohubererror", "obj_04_reg_absoluteerror", "obj_05_reg_quantileerror",
        "obj_08_binary_logitraw", "obj_09_binary_hinge", "obj_10_count_poisson", "obj_12_survival_aft",
        "obj_13_reg_gamma", "obj_14_reg_tweedie", "obj_15_rank_ndcg", "obj_16_rank_pairwise", "obj_18_binary_logistic",
        "obj_19_count_poisson", "old_121_binary_json", "old_121_dart_json", "old_121_multi_json",
        "old_121_poisson_json", "old_176_cat_json", "old_176_dart_json", "old_176_multi_json",
        "old_176_poisson_json", "old_214_binary_json", "old_214_dart_json", "old_214_multi_json",
        "old_214_poisson_json", "old_305_binary_json", "old_305_cat_json", "old_305_dart_json", "old_305_mot_json",
        "old_305_multi_json", "old_305_poisson_json", "old_313_binary_json", "old_313_cat_json", "old_313_mot_json",
        "old_313_multi_json", "old_313_poisson_json", "pruned_deleted_nodes", "reg_squarederror_json", "rf_parallel8",
        "single_leaf_trees", "old_214_binary_ubj", "old_305_binary_ubj", "old_313_binary_ubj", "reg_squarederror_ubj",
    ]

    /// Those with XGBoost's own contributions: the old versions' were not kept, and it has none for vector leaves.
    static let contributionCases = cases.filter { !$0.hasPrefix("old_") && $0 != "multi_output_tree" }

    /// Models that one version of XGBoost saved both ways.
    static let savedTwice = [
        "binary_logistic_earlystop", "categorical", "dart", "multi_output_tree", "multi_softprob_parallel",
        "old_214_binary", "old_305_binary", "old_313_binary", "reg_squarederror", "single_leaf_trees",
    ]

    @Test(arguments: cases)
    func margins(name: String) throws {
        let golden = try XGBoostCase(name)
        let expected = try golden.expected("margin")
        let got = try golden.allRounds().predict(golden.rows, space: .margin)
        #expect(got.columns == expected.columns && got.rows == expected.rows)
        let allowed = name.hasPrefix("old_121") ? 8 : 0
        for (index, value) in expected.storage.enumerated() {
            let (left, right) = (Float(got.storage[index]), Float(value))
            #expect(Double(left) == got.storage[index], "margin \(index) of \(name) is no float32")
            if allowed == 0 {
                #expect(left.bitPattern == right.bitPattern, "margin \(index) of \(name): \(left), not \(right)")
            } else {
                #expect(distance(left, right) <= allowed, "margin \(index) of \(name): \(left), not \(right)")
            }
        }
    }

    @Test(arguments: cases)
    func outputs(name: String) throws {
        let golden = try XGBoostCase(name)
        let expected = try golden.expected("output")
        let model = try golden.allRounds()
        let got = try model.predict(golden.rows, space: golden.nativeSpace(of: model))
        try #require(got.storage.count == expected.storage.count)
        let allowed = name.hasPrefix("old_121") ? 16 : 4
        for (index, value) in expected.storage.enumerated() {
            let (left, right) = (Float(got.storage[index]), Float(value))
            #expect(distance(left, right) <= allowed, "output \(index) of \(name): \(left), not \(right)")
        }
    }

    @Test(arguments: cases.filter { !$0.hasPrefix("old_") })
    func leaves(name: String) throws {
        let golden = try XGBoostCase(name)
        let model = try #require(try golden.allRounds() as? TreeEnsemble)
        let rows = try Golden.rows(golden.document["expected"]?["leaf"])
        try #require(rows.count == golden.rows.rows)
        for (index, leaves) in rows.enumerated() {
            let got = model.leaves(of: Array(golden.rows.row(index)))
            let own = zip(got, model.trees).map { Double($0 - $1.nodes.lowerBound) }
            #expect(own == leaves, "row \(index) of \(name)")
        }
    }

    /// XGBoost's contributions are path dependent and float32; the last of each margin is the base value.
    @Test(arguments: contributionCases)
    func contributions(name: String) throws {
        let golden = try XGBoostCase(name)
        let expected = try golden.expected("contribs")
        let ensemble = try #require(try golden.allRounds() as? TreeEnsemble)
        let columns = (0..<ensemble.featureCount).map { [$0] }
        let method = TreeSHAP(ensemble, players: Players(names: columns.map { "\($0)" }, columns: columns))
        for row in 0..<golden.rows.rows {
            let result = try method.pathDependent(instance: Array(golden.rows.row(row)), context: ComputeContext())
            let got = (0..<ensemble.marginCount).flatMap { result.values.row($0) + [result.baseValues[$0]] }
            let wanted = expected.row(row)
            let scale = wanted.reduce(0) { max($0, abs($1)) }
            try #require(got.count == wanted.count)
            for (left, right) in zip(got, wanted) { #expect(abs(left - right) <= 1e-6 * scale, "row \(row)") }
        }
    }

    @Test(arguments: savedTwice)
    func bothEncodingsMakeOneModel(name: String) throws {
        let text = try ModelFile.load(try Golden.bytes("models/xgboost/\(name).json"))
        let binary = try ModelFile.load(try Golden.bytes("models/xgboost/\(name).ubj"))
        #expect(text.model.structure.format == "xgboost-json" && binary.model.structure.format == "xgboost-ubjson")
        #expect(text.model.structure.facts == binary.model.structure.facts)
        #expect(text.featureNames == binary.featureNames && text.featureKinds == binary.featureKinds)
        #expect(text.notes == binary.notes)
        var random = SeededGenerator(seed: 5)
        let columns = text.model.featureCount
        let rows = Matrix(
            rows: 50, columns: columns,
            storage: (0..<(50 * columns)).map { $0 % 7 == 0 ? .nan : Double.random(in: -3...3, using: &random) })
        #expect(try text.model.predict(rows, space: .margin) == binary.model.predict(rows, space: .margin))
    }

    @Test func bestIterationIsTheDefault() throws {
        let golden = try XGBoostCase("binary_logistic_earlystop")
        let loaded = try ModelFile.load(golden.bytes)
        let margins = try loaded.model.predict(golden.rows, space: .margin)
        let outputs = try loaded.model.predict(golden.rows, space: .probability)
        #expect(margins == (try golden.expected("margin_best_iteration")))
        for (got, expected) in zip(outputs.storage, try golden.expected("output_best_iteration").storage) {
            #expect(distance(Float(got), Float(expected)) <= 4)
        }
        #expect(loaded.notes == ["The best iteration is 4: iterations 0..<5 of 9 are used."])
    }

    @Test func categoryValuesBecomeCodes() throws {
        let document = try Golden.json("models/xgboost/categorical_values.case.json")
        let loaded = try ModelFile.load(try Golden.bytes("models/xgboost/categorical.json"))
        #expect(loaded.featureNames == ["colour", "region", "x"])
        let kinds = try #require(loaded.featureKinds)
        #expect(kinds[0] == .category(["red", "green", "blue"]))
        #expect(kinds[2] == .float)
        var storage: [Double] = []
        for row in try #require(document["rows"]?.asArray) {
            for (value, kind) in zip(try #require(row.asArray), kinds) {
                guard case .category(let names) = kind, !value.isNull else {
                    storage.append(try Golden.number(value))
                    continue
                }
                let name = value.asString ?? value.asInt.map { String($0) }
                storage.append(Double(try #require(names.firstIndex { $0 == name })))
            }
        }
        let rows = Matrix(rows: storage.count / 3, columns: 3, storage: storage)
        let expected = try Golden.matrix(document["expected"]?["margin"])
        #expect(try loaded.model.predict(rows, space: .margin) == expected)
    }

    /// The number of float32 values between two.
    private func distance(_ left: Float, _ right: Float) -> Int {
        func order(_ value: Float) -> Int {
            let bits = Int(Int32(bitPattern: value.bitPattern))
            return bits < 0 ? Int(Int32.min) - bits : bits
        }
        return abs(order(left) - order(right))
    }
}

/// One `*.case.json` and its model file.
struct XGBoostCase {
    let document: JSONValue
    let bytes: [UInt8]
    let rows: Matrix

    init(_ name: String) throws {
        document = try Golden.json("models/xgboost/\(name).case.json")
        bytes = try Golden.bytes("models/xgboost/" + (try #require(document["model"]?.asString)))
        rows = try Golden.matrix(document["rows"])
    }

    func expected(_ member: String) throws -> Matrix { try Golden.matrix(document["expected"]?[member]) }

    /// The model with all boosting rounds, as `Booster.predict` uses them.
    func allRounds() throws -> any Model {
        guard !(document["model"]?.asString ?? "").hasSuffix(".ubj") else { return try ModelFile.load(bytes).model }
        let learner = try JSONValue.parse(bytes, options: JSONOptions(allowsBareNaN: true))["learner"]
        guard learner?["attributes"]?["best_iteration"] != nil else { return try ModelFile.load(bytes).model }
        let rounds = learner?["gradient_booster"]?["model"]?["iteration_indptr"]?.asArray?.count
        return try ModelFile.load(bytes, iterations: rounds.map { 0..<($0 - 1) }).model
    }

    /// The space of XGBoost's own predictions.
    func nativeSpace(of model: any Model) -> OutputSpace {
        switch model.structure.objective {
        case "multi:softmax", "binary:hinge": .label
        default: model.outputCount(in: .probability) == nil ? .margin : .probability
        }
    }
}
