import ExplainCore
import Testing

@Suite struct ModelFileTests {
    @Test(arguments: [
        ("", nil, "the file is empty"),
        ("\u{FEFF}{}", "text", "it starts with a byte order mark"),
        ("tree\nversion=v4\n", "LightGBM text", "the line \"end of trees\" is missing: the file is cut short"),
        ("tree\r\nversion=v4\r\nhello", "LightGBM text", "neither a key with a value nor a known word"),
        ("{\"features_info\":{}}", "CatBoost JSON", "0 features"),
        ("{\"name\":\"tree\",\"tree_info\":[]}", "LightGBM JSON", "the output of dump_model is not a model file"),
        ("[{\"nodeid\":0}]", "JSON", "an array at the top is the output of dump_model, which is no model file"),
        ("{\"Config\":{},\"Model\":{}}", "XGBoost JSON", "a memory snapshot is not a model file"),
        ("hello", nil, "neither JSON nor any model format known by its first bytes"),
    ])
    func otherFormatsAreNamed(text: String, format: String?, reason: String) throws {
        let error = try #require(throws: ModelFormatError.self) { try ModelFile.load(Array(text.utf8)) }
        #expect(error.format == format)
        #expect(error.reason == reason)
    }

    @Test func messageJoinsEveryPart() {
        let full = ModelFormatError(format: "F", place: "a.b", reason: "wrong", remedy: "do right")
        #expect(full.message == "F: a.b: wrong; do right")
        #expect(ModelFormatError(format: nil, reason: "wrong").message == "wrong")
    }

    @Test func whitespaceBeforeTheDocumentIsAllowed() throws {
        let text = " \n{\"format\":\"linear\",\"link\":\"identity\",\"weights\":[[2]],\"intercept\":[1]}\n"
        let model = try ModelFile.load(Array(text.utf8)).model
        #expect(try model.predict(Matrix(rows: 1, columns: 1, repeating: 3), space: .margin).storage == [7])
    }

    /// Bytes of the whole file, then trees, both ascending.
    @Test(arguments: [
        "xgboost/reg_squarederror.json", "xgboost/reg_squarederror.ubj", "lightgbm/regression_nan.txt",
        "catboost/multirmse.json", "catboost/lossguide_multiclass.json",
    ])
    func progressIsTold(file: String) throws {
        let bytes = try Golden.bytes("models/" + file)
        var heard: [LoadProgress] = []
        let loaded = try ModelFile.load(bytes) { heard.append($0) }
        let trees = try #require(loaded.model as? TreeEnsemble).trees.count
        let (reading, building) = (heard.prefix { $0.stage == .reading }, heard.drop { $0.stage == .reading })
        #expect(reading.count == trees && reading.allSatisfy { $0.total == bytes.count })
        #expect(zip(reading, reading.dropFirst()).allSatisfy { $0.done < $1.done })
        #expect(reading.allSatisfy { 0 < $0.done && $0.done < bytes.count })
        #expect(building.map(\.done) == Array(0..<trees))
        #expect(building.allSatisfy { $0.stage == .building && $0.total == trees })
    }

    @Test func iterationsChooseTrees() throws {
        let bytes = try Golden.bytes("models/xgboost/reg_squarederror.json")
        let rows = try Golden.matrix(try Golden.json("models/xgboost/reg_squarederror_json.case.json")["rows"])
        let first = try #require(try ModelFile.load(bytes, iterations: 0..<3).model as? TreeEnsemble)
        let all = try #require(try ModelFile.load(bytes).model as? TreeEnsemble)
        #expect(first.trees.count == 3 && all.trees.count == 12)
        let rest = try #require(try ModelFile.load(bytes, iterations: 3..<12).model as? TreeEnsemble)
        #expect(first.trees.count + rest.trees.count == all.trees.count)
        for row in 0..<rows.rows {
            let values = Array(rows.row(row))
            let leaves = first.leaves(of: values)
            #expect(leaves == Array(all.leaves(of: values).prefix(3)))
        }
        #expect(throws: ModelFormatError.self) { try ModelFile.load(bytes, iterations: 0..<13) }
        #expect(throws: ModelFormatError.self) { try ModelFile.load(bytes, iterations: -1..<3) }
    }
}
