import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct ModelSettingsTests {
    private func decode(_ text: String) throws(JSONError) -> ModelSettings {
        try ModelSettings.decode(Array(text.utf8))
    }

    private func failure(_ text: String) -> String? {
        do {
            _ = try decode(text)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func everythingIsRead() throws {
        let settings = try decode(
            """
            {"name": "credit", "version": "3", "model": {"file": "m.json", "iteration_range": [0, 20]},
             "features": [{"name": "age", "type": "float"}, {"name": "tenure", "nullable": true},
                          {"name": "housing", "type": "category", "categories": ["own", "rent"]},
                          {"name": "shop", "categories": "codes"}, {"name": "c1", "type": "bool", "group": "city"}],
             "outputs": ["repaid", "default"], "default_output": "default", "space": "probability",
             "backgrounds": {"z": "z.csv", "default": "d.csv"},
             "expected": [{"row": [31, null, "rent", 4, 0], "output": [1.5], "space": "margin", "tolerance": 0.01},
                          {"row": [31], "output": 2}],
             "lineage": {"code": "git:9f2c", "data": "sha256:0", "trained_at": "2026-10-02T09:00:00Z", "trained_by": "us"}}
            """)
        #expect(settings.name == "credit")
        #expect(settings.version == "3")
        #expect(settings.modelFile == "m.json")
        #expect(settings.iterations == 0..<20)
        #expect(settings.features?.map(\.kind) == [.float, nil, .category(["own", "rent"]), .codes, .bool])
        #expect(settings.features?.map(\.isNullable) == [nil, true, nil, nil, nil])
        #expect(settings.features?.last?.group == "city")
        #expect(settings.outputs == ["repaid", "default"])
        #expect(settings.defaultOutput == "default")
        #expect(settings.space == .probability)
        #expect(settings.backgrounds?.map(\.name) == ["z", "default"])
        #expect(settings.expected.map(\.output) == [[1.5], [2]])
        #expect(settings.expected.map(\.tolerance) == [0.01, nil])
        #expect(settings.expected.first?.row[1] == .null)
        #expect(settings.lineage?.trainedBy == "us")
    }

    @Test(arguments: [
        ("[]", "an array where an object is expected (byte 0)"),
        (#"{"modle": {}}"#, #"modle: unknown member; did you mean "model"? (byte 9)"#),
        (#"{"model": {"path": "x"}}"#, "model.path: unknown member; known are file, iteration_range, remote (byte 18)"),
        (#"{"model": {}}"#, #"model: the key "model.file" is missing (byte 12)"#),
        (#"{"model": {"file": ""}}"#, "model.file: an empty text (byte 21)"),
        (#"{"name": 3}"#, "name: a number where a string is expected (byte 9)"),
        (#"{"name": "a", "name": "b"}"#, #"name: the key "name" occurs twice (byte 14)"#),
        (#"{"space": "label"}"#, "space: 'label' is none of margin, probability (byte 17)"),
        (#"{"outputs": ["a", "a"]}"#, "outputs[1]: 'a' occurs twice (byte 21)"),
        (#"{"outputs": []}"#, "outputs: an empty list (byte 14)"),
    ])
    func mistakesAreNamedWithTheirPlace(_ text: String, _ message: String) {
        #expect(failure(text) == message)
    }

    @Test(arguments: [
        (#"{"name": "a", "nulable": true}"#, #"features[0].nulable: unknown member; did you mean "nullable"?"#),
        (#"{"type": "float"}"#, #"features[0]: the key "name" is missing"#),
        (
            #"{"name": "a", "type": "string"}"#,
            "features[0].type: 'string' is none of float, int, bool, category, codes"
        ),
        (
            #"{"name": "a", "type": "int", "categories": ["x"]}"#,
            "features[0]: categories belong to a feature of type category"
        ),
        (#"{"name": "a", "categories": ["x", "x"]}"#, "features[0].categories[1]: 'x' occurs twice"),
        (#"{"name": "a", "categories": []}"#, "features[0].categories: an empty list"),
        (#"{"name": "a", "nullable": 1}"#, "features[0].nullable: a number where true or false is expected"),
    ])
    func mistakesInAFeatureAreNamed(_ feature: String, _ message: String) {
        #expect(failure(#"{"features": [\#(feature)]}"#)?.hasPrefix(message) == true)
    }

    @Test(arguments: [
        (#"{"output": 1}"#, #"expected[0]: the key "row" is missing"#),
        (#"{"row": [1]}"#, #"expected[0]: the key "output" is missing"#),
        (#"{"row": [1], "output": "x"}"#, "expected[0].output: a string where an array is expected"),
        (#"{"row": [1], "output": 1, "tolerance": 2}"#, "expected[0].tolerance: 2.0 is not between 0 and 1"),
    ])
    func mistakesInAnExpectedRowAreNamed(_ row: String, _ message: String) {
        #expect(failure(#"{"expected": [\#(row)]}"#)?.hasPrefix(message) == true)
    }

    @Test func onlyWhatIsSaidCountsForTheDigest() throws {
        let one = try decode(#"{"name": "a", "model": {"file": "m", "iteration_range": [0, 1]}}"#)
        let other = try decode("{\n \"model\": {\"iteration_range\":[0,1],\"file\":\"m\"},\n \"name\": \"a\"}\n")
        #expect(one.canonical == other.canonical)
        #expect(one.canonical != (try decode(#"{"name": "b", "model": {"file": "m"}}"#).canonical))
    }
}
