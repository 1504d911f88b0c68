import Testing

@testable import ExplainCore

/// LightGBM's own answers for its own files.
@Suite struct LightGBMGoldenTests {
    static let objectives = [
        "binary", "cross_entropy", "cross_entropy_lambda", "custom", "fair", "gamma", "huber", "lambdarank", "mape",
        "poisson", "quantile", "rank_xendcg", "regression", "regression_sqrt", "tweedie",
    ]
    static let versions = ["231", "335"].flatMap { version in
        ["binary_cat", "multi", "rf"].map { "old_\(version)_\($0)" }
    }
    static let cases =
        objectives.map { "obj_" + $0 } + versions + [
            "binary", "binary_crlf", "binary_float32_input", "binary_sigmoid2", "categorical", "categorical_no_missing",
            "constant_trees", "dart", "feature_names_odd", "goss", "linear_tree", "multiclass", "pandas_categorical",
            "regression_missing_none", "regression_nan", "regression_no_nan_in_training", "regression_zero_as_missing",
            "rf_binary", "rf_multiclass", "rf_regression",
        ]

    @Test(arguments: cases)
    func margins(name: String) throws {
        let golden = try LightGBMCase(name)
        let expected = try golden.expected("margin")
        let got = try golden.loaded.model.predict(golden.rows, space: .margin)
        #expect(got.columns == expected.columns && got.rows == expected.rows)
        for (index, value) in expected.storage.enumerated() {
            #expect(
                got.storage[index].bitPattern == value.bitPattern,
                "margin \(index): \(got.storage[index]), not \(value)")
        }
    }

    @Test(arguments: cases)
    func outputs(name: String) throws {
        let golden = try LightGBMCase(name)
        let expected = try golden.expected("output")
        let model = golden.loaded.model
        let space: OutputSpace = model.outputCount(in: .probability) == nil ? .margin : .probability
        let got = try model.predict(golden.rows, space: space)
        try #require(got.storage.count == expected.storage.count)
        for (index, value) in expected.storage.enumerated() {
            let found = got.storage[index]
            #expect(abs(found - value) <= 1e-15 * abs(value), "output \(index) of \(name): \(found), not \(value)")
        }
    }

    @Test(arguments: cases)
    func leaves(name: String) throws {
        let golden = try LightGBMCase(name)
        guard let expected = golden.document["expected"]?["leaf"] else { return }
        let linear = golden.loaded.model as? LinearLeafForest
        let model = try #require(linear?.ensemble ?? golden.loaded.model as? TreeEnsemble)
        let rows = try Golden.rows(expected)
        try #require(rows.count == golden.rows.rows)
        for (index, leaves) in rows.enumerated() {
            let got = model.leaves(of: Array(golden.rows.row(index)))
            let own = zip(got, model.trees).map { node, tree in
                Double(node - tree.nodes.lowerBound - tree.nodes.count / 2)
            }
            #expect(own == leaves, "row \(index) of \(name)")
        }
    }

    /// LightGBM's contributions are path dependent; the last of each margin is the base value.
    @Test(arguments: cases)
    func contributions(name: String) throws {
        let golden = try LightGBMCase(name)
        guard golden.document["expected"]?["contribs"] != nil else { return }
        let expected = try golden.expected("contribs")
        let ensemble = try #require(golden.loaded.model as? TreeEnsemble)
        let columns = (0..<ensemble.featureCount).map { [$0] }
        let method = TreeSHAP(ensemble, players: Players(names: columns.map { "\($0)" }, columns: columns))
        for row in 0..<golden.rows.rows {
            let result = try method.pathDependent(
                instance: Array(golden.rows.row(row)), context: ComputeContext())
            let got = (0..<ensemble.marginCount).flatMap { result.values.row($0) + [result.baseValues[$0]] }
            let wanted = expected.row(row)
            let scale = wanted.reduce(0) { max($0, abs($1)) }
            try #require(got.count == wanted.count)
            for (left, right) in zip(got, wanted) { #expect(abs(left - right) <= 1e-12 * scale, "row \(row)") }
        }
    }

    @Test func categoriesOfPandasAreNamed() throws {
        let loaded = try LightGBMCase("pandas_categorical").loaded
        #expect(loaded.featureNames == ["colour", "code", "x"])
        let kinds = try #require(loaded.featureKinds)
        #expect(kinds[0] == .category(["red", "green", "blue", "violet", "n\u{E9}=w"]))
        #expect(kinds[1] == .category((1000..<1100).map { String($0) }) && kinds[2] == .float)
        #expect(loaded.notes.isEmpty)
    }

    @Test func namesMayHoldAnythingButSpaces() throws {
        let loaded = try LightGBMCase("feature_names_odd").loaded
        #expect(loaded.featureNames == ["a_b", "pr\u{E9}c=1", "\u{65E5}\u{672C}"])
        #expect(loaded.featureKinds == nil && loaded.acceptsMissing)
    }

    @Test func structureIsReported() throws {
        let structure = try LightGBMCase("regression_zero_as_missing").loaded.model.structure
        #expect(structure.format == "lightgbm-text" && structure.objective == "regression")
        let facts = Dictionary(uniqueKeysWithValues: structure.facts.map { ($0.name, $0.value) })
        #expect(facts["features"] == 4 && facts["margins"] == 1)
        #expect(facts["has covers"] == 1)
        #expect(try #require(facts["features where zero is missing"]) > 0)
    }

    @Test func iterationsChooseTrees() throws {
        let golden = try LightGBMCase("multiclass")
        let all = try #require(golden.loaded.model as? TreeEnsemble)
        let part = try #require(try ModelFile.load(golden.bytes, iterations: 1..<3).model as? TreeEnsemble)
        #expect(part.trees.count == 6)
        let row = Array(golden.rows.row(0))
        let own = zip(part.leaves(of: row), part.trees).map { $0 - $1.nodes.lowerBound }
        let whole = zip(all.leaves(of: row), all.trees).map { $0 - $1.nodes.lowerBound }
        #expect(own == Array(whole[3..<9]))
        #expect(throws: ModelFormatError.self) { try ModelFile.load(golden.bytes, iterations: 0..<1000) }
    }
}

/// One `*.case.json` and its model file.
struct LightGBMCase {
    let document: JSONValue
    let bytes: [UInt8]
    let loaded: LoadedModelFile
    let rows: Matrix

    init(_ name: String) throws {
        document = try Golden.json("models/lightgbm/\(name).case.json")
        bytes = try Golden.bytes("models/lightgbm/" + (try #require(document["model"]?.asString)))
        loaded = try ModelFile.load(bytes)
        let kinds = loaded.featureKinds ?? []
        let rows = try #require(document["rows"]?.asArray)
        var storage: [Double] = []
        for row in rows {
            for (column, cell) in try #require(row.asArray).enumerated() {
                // A value that training did not see is missing to LightGBM's Python side.
                if column < kinds.count, case .category(let names) = kinds[column], !cell.isNull {
                    let name = cell.asString ?? cell.asInt.map { String($0) }
                    storage.append(names.firstIndex { $0 == name }.map { Double($0) } ?? .nan)
                } else {
                    storage.append(try Golden.number(cell))
                }
            }
        }
        self.rows = Matrix(rows: rows.count, columns: storage.count / rows.count, storage: storage)
    }

    func expected(_ member: String) throws -> Matrix { try Golden.matrix(document["expected"]?[member]) }
}
