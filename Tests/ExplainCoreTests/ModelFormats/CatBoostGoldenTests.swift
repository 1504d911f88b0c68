import Testing

@testable import ExplainCore

/// CatBoost's own answers for its own files.
@Suite struct CatBoostGoldenTests {
    static let cases = [
        "binary_logloss", "depthwise_nonsymmetric", "lossguide_multiclass", "lossguide_nonsymmetric", "multiclass",
        "multiclass_ova", "multirmse", "onehot_categorical_nopool", "regression_nan_min",
        "regression_no_nan_in_training",
        "rmse_uncertainty",
    ]

    @Test(arguments: cases)
    func margins(name: String) throws {
        let golden = try CatBoostCase(name)
        let expected = try golden.expected("margin")
        let got = try golden.model.predict(golden.rows, space: .margin)
        #expect(got.columns == expected.columns && got.rows == expected.rows)
        for (index, value) in expected.storage.enumerated() {
            #expect(
                got.storage[index].bitPattern == value.bitPattern,
                "margin \(index): \(got.storage[index]), not \(value)")
        }
    }

    @Test(arguments: cases)
    func outputs(name: String) throws {
        let golden = try CatBoostCase(name)
        let expected = try golden.expected("output")
        let hasLink = golden.model.outputCount(in: .probability) != nil
        let isTwoClass = golden.loaded.outputNames?.count == 2 && golden.model.outputCount(in: .margin) == 1
        let model: any Model = isTwoClass ? TwoClassModel(golden.model) : golden.model
        let got = try model.predict(golden.rows, space: hasLink ? .probability : .margin)
        try #require(got.storage.count == expected.storage.count)
        for (found, value) in zip(got.storage, expected.storage) {
            #expect(abs(found - value) <= 1e-15 * max(abs(value), isTwoClass ? 1 : 0), "\(found), not \(value)")
        }
    }

    /// Trees that are not oblivious: CatBoost's own contributions do not add up to its predictions there.
    static let nested = ["depthwise_nonsymmetric", "lossguide_multiclass", "lossguide_nonsymmetric"]

    @Test(arguments: nested)
    func contributionsOfNestedTreesAddUp(name: String) throws {
        let golden = try CatBoostCase(name)
        let ensemble = try #require(golden.model as? TreeEnsemble)
        let margins = try golden.expected("margin")
        let theirs = try golden.expected("contribs").row(0).prefix(ensemble.featureCount + 1).reduce(0, +)
        #expect(abs(theirs - margins[0, 0]) > 1e-3, "the library's contributions add up, so they are to be compared")
        let columns = (0..<ensemble.featureCount).map { [$0] }
        let method = TreeSHAP(ensemble, players: Players(names: columns.map { "\($0)" }, columns: columns))
        for row in 0..<golden.rows.rows {
            let result = try method.pathDependent(instance: Array(golden.rows.row(row)), context: ComputeContext())
            for margin in 0..<ensemble.marginCount {
                let sum = result.values.row(margin).reduce(result.baseValues[margin], +)
                #expect(abs(sum - margins[row, margin]) <= 1e-12 * max(1, abs(margins[row, margin])))
            }
        }
    }

    /// CatBoost's contributions are path dependent; the last of each margin is the base value.
    @Test(arguments: cases.filter { !nested.contains($0) })
    func contributions(name: String) throws {
        let golden = try CatBoostCase(name)
        let expected = try golden.expected("contribs")
        let ensemble = try #require(golden.model as? TreeEnsemble)
        let columns = (0..<ensemble.featureCount).map { [$0] }
        let method = TreeSHAP(ensemble, players: Players(names: columns.map { "\($0)" }, columns: columns))
        for row in 0..<golden.rows.rows {
            let result = try method.pathDependent(instance: Array(golden.rows.row(row)), context: ComputeContext())
            // Of a mean with its uncertainty, CatBoost explains the mean.
            let explained = name == "rmse_uncertainty" ? 1 : ensemble.marginCount
            let got = (0..<explained).flatMap { result.values.row($0) + [result.baseValues[$0]] }
            let wanted = expected.row(row)
            let scale = wanted.reduce(0) { max($0, abs($1)) }
            try #require(got.count == wanted.count)
            for (left, right) in zip(got, wanted) {
                #expect(abs(left - right) <= 1e-12 * scale, "\(left), not \(right)")
            }
        }
    }

    @Test func classesAndColumnsAreNamed() throws {
        #expect(try CatBoostCase("multiclass").loaded.outputNames == ["hi", "lo", "mid"])
        let loaded = try CatBoostCase("onehot_categorical_nopool").loaded
        #expect(loaded.featureNames == ["colour", "code", "x"])
        #expect(loaded.featureKinds == [.codes, .codes, .float])
        #expect(loaded.notes.count == 1 && loaded.notes[0].contains("hash"))
    }

    @Test func countedCategoriesAreRefusedWithAdvice() throws {
        let bytes = try Golden.bytes("models/catboost/ctr_categorical.json")
        let error = try #require(throws: ModelFormatError.self) { try ModelFile.load(bytes) }
        #expect(error.format == "CatBoost JSON" && error.place.contains("splits["))
        #expect(error.reason.contains("OnlineCtr") && error.remedy?.contains("one_hot_max_size") == true)
    }

    @Test func hashesAreThoseOfTheLibrary() throws {
        let vectors = try #require(try Golden.json("models/catboost/cityhash64_low32.vectors.json").asArray)
        #expect(vectors.count == 20)
        for vector in vectors {
            let text = try #require(vector[0]?.asString)
            #expect(Int(CityHash.hash(text) & 0xFFFF_FFFF) == vector[1]?.asInt, "\(text)")
        }
    }

    /// Missing values that count as the largest, and a scale.
    @Test func theLargestBorderIsForMissingValues() throws {
        let text = """
            {"features_info": {"float_features": [{"feature_index": 0, "flat_feature_index": 0, "has_nans": true,
            "nan_value_treatment": "AsTrue"}]}, "scale_and_bias": [2, [1]], "oblivious_trees": [{"leaf_values": [3, 5],
            "leaf_weights": [1, 1], "splits": [{"border": 3.4028234663852886e+38, "float_feature_index": 0,
            "split_type": "FloatFeature"}]}]}
            """
        let loaded = try ModelFile.load(Array(text.utf8))
        let rows = Matrix(rows: 3, columns: 1, storage: [1e38, .nan, -1])
        #expect(try loaded.model.predict(rows, space: .margin).storage == [7, 11, 7])
        let many = Matrix(rows: 90, columns: 1, storage: (0..<90).map { $0 % 2 == 0 ? .nan : Double($0) })
        #expect(try loaded.model.predict(many, space: .margin).storage == (0..<90).map { $0 % 2 == 0 ? 11 : 7 })
        #expect(loaded.notes == ["The file does not name its loss function: outputs are margins."])
    }
}

/// One `*.case.json` and its model file.
struct CatBoostCase {
    let document: JSONValue
    let loaded: LoadedModelFile
    /// The model with names for the categories that are texts.
    let model: any Model
    let rows: Matrix

    init(_ name: String) throws {
        document = try Golden.json("models/catboost/\(name).case.json")
        loaded = try ModelFile.load(try Golden.bytes("models/catboost/" + (try #require(document["model"]?.asString))))
        let rows = try #require(document["rows"]?.asArray).map { try #require($0.asArray) }
        var kinds = loaded.featureKinds ?? [Feature.Kind](repeating: .float, count: loaded.model.featureCount)
        for column in kinds.indices where kinds[column] == .codes {
            let names = rows.compactMap { $0[column].asString }
            if !names.isEmpty { kinds[column] = .category(Array(Set(names)).sorted()) }
        }
        var storage: [Double] = []
        for row in rows {
            for (cell, kind) in zip(row, kinds) {
                guard case .category(let names) = kind else {
                    storage.append(try Golden.number(cell))
                    continue
                }
                storage.append(Double(try #require(names.firstIndex { $0 == cell.asString })))
            }
        }
        model = loaded.model(for: kinds)
        self.rows = Matrix(rows: rows.count, columns: kinds.count, storage: storage)
    }

    func expected(_ member: String) throws -> Matrix { try Golden.matrix(document["expected"]?[member]) }
}
