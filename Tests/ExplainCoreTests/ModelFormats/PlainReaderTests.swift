import Testing

@testable import ExplainCore

@Suite struct PlainReaderTests {
    private static let tree = """
        {"left":[1,-1,-1],"right":[2,-1,-1],"feature":[1,-2,-2],"threshold":[0.5,-2,-2],"value":[0,3,5],"weight":0.5}
        """

    private func forest(_ more: String = "", tree: String = tree) -> String {
        """
        {"format":"tree-ensemble","d":2,"K":1,"compare":"float32(x) <= threshold(float64)",\(more)"trees":[\(tree)]}
        """
    }

    private func load(_ text: String) throws(ModelFormatError) -> LoadedModelFile {
        try ModelFile.load(Array(text.utf8))
    }

    @Test func forestComparesWithLessOrEqual() throws {
        let model = try load(forest("\"base\":[1],")).model
        let rows = Matrix(rows: 4, columns: 2, storage: [9, 0.5, 9, 0.5.nextUp, 9, 0.500_000_1, 9, -7])
        // 0.5.nextUp rounds to 0.5 in float32.
        #expect(try model.predict(rows, space: .margin).storage == [2.5, 2.5, 3.5, 2.5])
    }

    @Test func namesAreReadAndCounted() throws {
        let loaded = try load(forest("\"feature_names\":[\"a\",\"b\"],\"output_names\":[\"y\"],"))
        #expect(loaded.featureNames == ["a", "b"] && loaded.outputNames == ["y"])
        #expect(!loaded.acceptsMissing)
        #expect(throws: ModelFormatError.self) { try load(forest("\"feature_names\":[\"a\"],")) }
        #expect(throws: ModelFormatError.self) { try load(forest("\"feature_names\":[\"a\",\"a\"],")) }
    }

    @Test func aForestOfProbabilitiesOffersThem() throws {
        let model = try load(forest("\"link\":\"probability\",")).model
        #expect(model.outputCount(in: .probability) == 1)
        #expect(try load(forest()).model.outputCount(in: .probability) == nil)
    }

    @Test(arguments: [
        ("{\"format\":\"linear\",\"link\":\"identity\",\"weights\":[[1,2],[3]],\"intercept\":[0,0]}", "weights[1]"),
        ("{\"format\":\"linear\",\"link\":\"identity\",\"weights\":[[1,2]],\"intercept\":[0,0]}", "intercept"),
        ("{\"format\":\"linear\",\"link\":\"probit\",\"weights\":[[1]],\"intercept\":[0]}", "link"),
        ("{\"format\":\"linear\",\"weights\":[[1]],\"intercept\":[0]}", "link"),
        ("{\"format\":\"linear\",\"link\":\"identity\",\"weights\":[],\"intercept\":[]}", "weights"),
        ("{\"format\":\"linear\",\"link\":\"identity\",\"weights\":[[]],\"intercept\":[0]}", "weights"),
        ("{\"format\":\"linear\",\"link\":\"identity\",\"weights\":[[1]],\"intercept\":[0],\"layers\":[]}", "layers"),
        ("{\"format\":\"svm\"}", "format"),
        ("{\"format\":\"mlp\"}", "activation"),
        ("{\"format\":\"mlp\",\"activation\":\"relu\",\"input_mean\":[0],\"input_scale\":[0]}", "input_scale"),
        ("{\"format\":\"mlp\",\"activation\":\"relu\",\"input_mean\":[0],\"input_scale\":[1]}", "layers"),
    ])
    func placeOfTheDefectIsNamed(text: String, place: String) throws {
        let error = try #require(throws: ModelFormatError.self) { try load(text) }
        #expect(error.format == "plain JSON")
        #expect(error.place == place, "\(error)")
    }

    @Test(arguments: [
        ("\"left\":[1,-1,-1]", "\"left\":[1,-1]"), ("\"left\":[1,-1,-1]", "\"left\":[0,-1,-1]"),
        ("\"left\":[1,-1,-1]", "\"left\":[1,-1,-9]"), ("\"feature\":[1", "\"feature\":[2"),
        ("\"feature\":[1", "\"feature\":[1.5"), ("\"value\":[0,3,5]", "\"value\":[0,3,1e999]"),
        ("\"value\":[0,3,5]", "\"value\":[[0],[3,4],[]]"), ("\"value\":[0,3,5]", "\"value\":[[],[],[]]"),
        ("\"threshold\":[0.5", "\"threshold\":[1e999"), ("\"weight\":0.5", "\"wait\":0.5"),
        ("\"d\":2", "\"d\":0"), ("\"d\":2", "\"d\":99999999999"), ("\"K\":1", "\"K\":2"), ("<=", "<"),
    ])
    func damagedForestsAreRefused(part: String, replacement: String) throws {
        let text = forest()
        let range = try #require(text.firstRange(of: part))
        let damaged = text.replacingCharacters(in: range, with: replacement)
        #expect(throws: ModelFormatError.self) { try load(damaged) }
    }

    @Test func strictThresholdSplitsFloatsAsTheInclusiveOne() {
        let thresholds: [Double] = [
            0, -0.0, 0.1, -0.1, 0.5, 1 / 3, -1e-300, 1e-300, 1e-46, 16_777_217, -3.4e38, 3.4e38, 2.5e-45,
            Double(Float(0.1)), Double(Float(0.1)).nextUp, Double(Float(0.1)).nextDown,
        ]
        for threshold in thresholds {
            let strict = PlainForest.strictThreshold(threshold)
            let near = Float(threshold)
            for value in [near, near.nextUp, near.nextDown, near.nextUp.nextUp, near.nextDown.nextDown, 0, -0.0, 1, -1]
            {
                #expect((Double(value) <= threshold) == (value < strict), "\(value) against \(threshold)")
            }
        }
    }

    @Test(arguments: ["nan", "inf", "+1", ".5", "0x10", "", "-", "1_0", "1e", "--1", " 1"])
    func onlyDecimalNumbersAreNumbers(text: String) {
        #expect(StrictNumber.float(text) == nil)
        #expect(StrictNumber.count(text) == nil)
    }

    @Test func decimalNumbersAreRead() {
        #expect(StrictNumber.float("-4.9666667E-1") == -0.496_666_67)
        #expect(StrictNumber.float("5E-1") == 0.5)
        #expect(StrictNumber.count("007") == 7)
        #expect(StrictNumber.count("99999999999999999999") == nil)
    }
}

extension String {
    /// The text with `range` replaced.
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
