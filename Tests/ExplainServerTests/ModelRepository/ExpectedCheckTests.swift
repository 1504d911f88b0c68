import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct ExpectedCheckTests {
    private let fixture = RepositoryFixture()

    private func failure(_ expected: String) -> String? {
        fixture.writeModel(settings: #""expected": [{"row": [0, 0], "output": 0.5}, \#(expected)]"#)
        return fixture.failure
    }

    @Test(arguments: [
        #"{"row": [1, 2], "output": [5.5]}"#,
        #"{"row": [1, 2], "output": 5.500005}"#,
        #"{"row": [1, 2], "output": 5.6, "tolerance": 0.05}"#,
        #"{"row": [0, -0.25], "output": 0.5, "space": "probability"}"#,
        #"{"row": [0, -0.25], "output": 0.50000009, "space": "probability"}"#,
    ])
    func whatComesOutIsAccepted(_ row: String) {
        #expect(failure(row) == nil)
        #expect(fixture.catalog.model("m")?.expectedChecked == 2)
    }

    @Test(arguments: [
        (
            #"{"row": [1, 2], "output": 5.5001}"#,
            "got 5.5 for output 'output', expected 5.5001 (margin, relative tolerance 1e-06)"
        ),
        (
            #"{"row": [0, -0.25], "output": 0.501, "space": "probability"}"#,
            "got 0.5 for output 'output', expected 0.501 (probability, relative tolerance 1e-06)"
        ),
        (
            #"{"row": [1, 2], "output": 5.6, "tolerance": 0}"#,
            "got 5.5 for output 'output', expected 5.6 (margin, relative tolerance 0.0)"
        ),
        (#"{"row": [1], "output": 5.5}"#, "the row has 1 values, the model reads 2"),
        (#"{"row": [1, 2], "output": [1, 2, 3]}"#, "3 outputs are given, the model has 1"),
        (#"{"row": [1, null], "output": 5.5}"#, "row['b']: a missing value, but the feature is not nullable"),
        (#"{"row": [1, "x"], "output": 5.5}"#, "row['b']: expected a number"),
    ])
    func whatDoesNotComeOutIsNamed(_ row: String, _ message: String) throws {
        #expect(try #require(failure(row)).hasPrefix("explain.json: expected[1]: " + message))
        #expect(fixture.catalog.entries.isEmpty)
    }

    @Test func marginsOfXGBoostMustBeTheSameFloat() throws {
        let folder = DemonstrationModelTests.folder + "/diabetes"
        let model = try FileSystem.read(folder + "/model.json", maximumBytes: 1_000_000)
        let settings = try FileSystem.read(folder + "/explain.json", maximumBytes: 1_000_000)
        fixture.write(String(decoding: model, as: UTF8.self), to: "m/model.json")
        fixture.write("age,sex,bmi,bp,s1,s2,s3,s4,s5,s6\n1,1,1,1,1,1,1,1,1,1\n", to: "m/background.csv")
        let text = String(decoding: settings, as: UTF8.self)
        fixture.write(text, to: "m/explain.json")
        #expect(fixture.catalog.names == ["diabetes"])

        let expected = "171.61221313476562"
        #expect(text.contains(expected))
        // Shortest text of the same float32, and of its upper neighbour.
        let parts = text.split(separator: expected, maxSplits: 1)
        fixture.write(parts.joined(separator: "171.61221"), to: "m/explain.json")
        #expect(fixture.catalog.names == ["diabetes"])
        fixture.write(parts.joined(separator: "171.61223"), to: "m/explain.json")
        let failure = try #require(fixture.failure)
        #expect(
            failure.contains("got 171.61221313476562 for output 'progression', expected 171.61223 (margin, equal as"))
    }
}
