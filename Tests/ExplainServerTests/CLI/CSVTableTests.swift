import ExplainCore
import Testing

@testable import explainctl

@Suite struct CSVTableTests {
    private func table(_ text: String) throws -> CSVTable { try CSVTable(Array(text.utf8), path: "a.csv") }

    @Test func headerAndRowsAreKeptApart() throws {
        let table = try table("a,\"b,c\"\r\n1,\r\n\r\n\"x \"\"y\"\"\",2")
        #expect(table.header == ["a", "b,c"])
        #expect(table.rows == [["1", ""], ["x \"y\"", "2"]])
    }

    @Test(arguments: [
        ("", "a.csv: the first line must name each column, no two alike"),
        ("a,a\n", "a.csv: the first line must name each column, no two alike"),
        ("a,\n", "a.csv: the first line must name each column, no two alike"),
        ("a,b\n1,2\n1\n", "a.csv, line 3: 1 fields where 2 are expected"),
        ("a\n\"x", "a.csv, line 2, column 1: the quoted field is not closed"),
    ])
    func brokenTablesAreRefused(text: String, message: String) {
        #expect(throws: UsageError.rows(message)) { try table(text) }
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
        ("-", .string("-")),
    ])
    func numbersAreRecognised(text: String, value: JSONValue) {
        #expect(CSVTable.value(text, isText: false) == value)
        #expect(CSVTable.value(text, isText: true) == .string(text))
        #expect(CSVTable.value("", isText: true) == .null)
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
