import ExplainCore
import Testing

@testable import explainctl

@Suite struct CSVTableTests {
    private func table(_ text: String) throws -> CSVTable { try CSVTable(Array(text.utf8), path: "a.csv") }

    @Test func quotesLineBreaksAndEmptyFields() throws {
        let table = try table("\u{FEFF}a,\"b,c\",d\r\n1,,\"x \"\"y\"\"\nz\"\r\n\r\n\"\",2,3")
        #expect(table.header == ["a", "b,c", "d"])
        #expect(table.rows == [["1", nil, "x \"y\"\nz"], ["", "2", "3"]])
    }

    @Test(arguments: [
        ("", "a.csv: no header"), ("a,a\n", "a.csv: the header needs a different name for each column"),
        ("a,\n", "a.csv: the header needs a different name for each column"),
        ("a,b\n1,2\n1\n", "a.csv, line 3: 1 fields, not 2"),
        ("a\n\"x\n\ny\"\n1,2\n", "a.csv, line 5: 2 fields, not 1"), ("a\n\"x", "a.csv: a quote is never closed"),
    ])
    func brokenTablesAreRefused(text: String, message: String) {
        #expect(throws: UsageError.rows(message)) { try table(text) }
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: UsageError.rows("a.csv: not UTF-8")) { try CSVTable([0x61, 0x0A, 0xFF], path: "a.csv") }
    }

    @Test func fieldsBecomeTypedValues() throws {
        let rows = try table("n,c,l\n1.5,1,x\n,own,y\n").objects(textColumns: ["c"], without: "l")
        var writer = JSONWriter()
        writer.value(.array(rows))
        #expect(writer.text == #"[{"n":1.5,"c":"1"},{"n":null,"c":"own"}]"#)
    }

    @Test(arguments: [
        ("1", JSONValue.number(JSONNumber(1))), ("-0.5e3", .number(JSONNumber(-500.0))), ("nan", .string("nan")),
        ("0x10", .string("0x10")), ("inf", .string("inf")), ("1e999", .string("1e999")), ("true", .bool(true)),
        ("-", .string("-")), ("", .string("")),
    ])
    func numbersAreRecognised(text: String, value: JSONValue) {
        #expect(CSVTable.value(text, isText: false) == value)
        #expect(CSVTable.value(text, isText: true) == .string(text))
    }

    @Test func rowTextTakesEveryFormat() throws {
        let rows: [JSONValue] = [.array([.number(JSONNumber(1))]), .array([.number(JSONNumber(2))])]
        for (text, path) in [
            ("[[1],[2]]", "a.json"), ("{\"instances\": [[1],[2]]}", "-"), ("[1]\n\n[2]\n", "a.ndjson"),
            ("[1]\n[2]", "-"),
        ] {
            #expect(try RowText.content(Array(text.utf8), path: path) == .rows(rows))
        }
        #expect(try RowText.content(Array("[1]".utf8), path: "-") == .rows([rows[0]]))
        let csv = try table("a\n1\n")
        #expect(try RowText.content(Array("a\n1\n".utf8), path: "-") == .table(csv))
    }

    @Test func brokenLinesAreNamed() {
        #expect { try RowText.content(Array("[1]\n[2\n".utf8), path: "a.ndjson") } throws: { error in
            guard case .rows(let text) = error as? UsageError else { return false }
            return text.hasPrefix("a.ndjson, line 2: not JSON: ")
        }
    }
}
