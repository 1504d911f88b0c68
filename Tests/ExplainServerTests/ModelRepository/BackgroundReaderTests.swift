import ExplainCore
import Testing

@testable import ExplainServer

@Suite struct BackgroundReaderTests {
    private let schema: FeatureSchema

    init() throws {
        schema = try FeatureSchema([
            Feature(name: "age"), Feature(name: "tenure", isNullable: true),
            Feature(name: "housing", kind: .category(["own", "rent"])),
        ])
    }

    private func read(_ text: String) throws(ModelLoadError) -> Background {
        try BackgroundReader.read(Array(text.utf8), file: "b", schema: schema)
    }

    private func failure(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return error.message
        }
    }

    @Test(arguments: [
        "age,tenure,housing\n31,,rent\n40.5,2,own\n",
        "\u{FEFF}housing,age,tenure\r\n\"rent\",31,\r\nown,40.5,2\r\n",
        #"{"features": ["age", "tenure", "housing"], "rows": [[31, null, "rent"], [40.5, 2, "own"]]}"#,
        #" {"rows": [["rent", 31, null], ["own", 40.5, 2]], "features": ["housing", "age", "tenure"]}"#,
        #"{"rows": [[31, null, "rent"], [40.5, 2, "own"]]}"#,
    ])
    func everyFormGivesTheSameRows(_ text: String) throws {
        let background = try read(text)
        let rows = background.rows
        #expect((rows.rows, rows.columns) == (2, 3))
        #expect([rows[0, 0], rows[0, 2], rows[1, 0], rows[1, 1], rows[1, 2]] == [31, 1, 40.5, 2, 0])
        #expect(rows[0, 1].isNaN)
        #expect(background.weights == [0.5, 0.5])
        #expect(background.digest == (try read("age,tenure,housing\n31,,rent\n40.5,2,own\n").digest))
    }

    @Test(arguments: [
        "age,__weight__,tenure,housing\n31,1,,rent\n40.5,3,2,own\n",
        #"{"rows": [[31, null, "rent"], [40.5, 2, "own"]], "weights": [1, 3]}"#,
    ])
    func weightsAreRead(_ text: String) throws {
        #expect(try read(text).weights == [0.25, 0.75])
    }

    @Test(arguments: [
        ("", "b: the background has no rows"),
        ("age,tenure,housing\n", "b: the background has no rows"),
        ("age,tenur,housing\n", "b: unknown feature 'tenur'; did you mean 'tenure'?"),
        ("age,tenure,housing,age\n", "b: feature 'age' stands in two columns"),
        ("age,tenure\n", "b: feature 'housing' has no column"),
        ("age,tenure,housing\n1,2\n", "b, line 2: 2 fields where 3 are expected"),
        ("age,tenure,housing\n1,2,own\n1,\"2,own\n", "b, line 3, column 2: the quoted field is not closed"),
        (
            "housing,tenure,age\nown,2,1\nown,2,\n",
            "b: line 3, column 3 ('age'): a missing value, but the feature is not nullable "
                + "(say \"nullable\": true if it may be missing)"
        ),
        (
            "age,tenure,housing\n1,2,hut\n",
            "b: line 2, column 3 ('housing'): unknown category 'hut'; known are own, rent"
        ),
        (
            "age,tenure,housing\nNA,2,own\n",
            "b: line 2, column 1 ('age'): 'NA' is not a number (leave the field empty if it is missing)"
        ),
        ("age,tenure,housing,__weight__\n1,2,own,-1\n", "b: line 2, column 4: a weight must be a finite number from 0"),
        (
            "age,tenure,housing,__weight__\n1,2,own,0\n",
            "b: the weights must be finite numbers from 0, and one of them above 0"
        ),
    ])
    func faultsInTablesAreNamedWithTheirPlace(_ text: String, _ message: String) {
        #expect(failure(text) == message)
    }

    @Test(arguments: [
        ("{", "b: the document ends in the middle of a value (byte 1)"),
        (#"{"rows": []}"#, "b: the background has no rows"),
        (#"{"row": []}"#, #"b: row: unknown member; did you mean "rows"? (byte 7)"#),
        (#"{"features": ["age"], "rows": []}"#, "b: feature 'tenure' has no column"),
        (#"{"rows": [[1, 2]]}"#, "b: rows[0]: 2 values where 3 are expected"),
        (
            #"{"rows": [[1, 2, "own"], [1, 2, 0]]}"#,
            "b: rows[1][2] ('housing'): expected one of the categories own, rent"
        ),
        (#"{"rows": [[1, 2, "own"]], "weights": [1, 2]}"#, "b: 2 weights for 1 rows"),
    ])
    func faultsInDocumentsAreNamedWithTheirPlace(_ text: String, _ message: String) {
        #expect(failure(text) == message)
    }
}
