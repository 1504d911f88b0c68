import ExplainCore
import Testing

@Suite struct CSVReaderTests {
    private func records(_ bytes: [UInt8]) throws(CSVError) -> [[String]] {
        var reader = CSVReader(bytes)
        var records: [[String]] = []
        while let record = try reader.nextRecord() { records.append(record) }
        return records
    }

    private func failure(_ bytes: [UInt8]) -> CSVError? {
        do {
            _ = try records(bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", []),
        ("\n\n", []),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\n\n1,\n\n", [["a", "b"], ["1", ""]]),
        ("a\n\n2\n", [["a"], [""], ["2"]]),
        ("a,b\n,\n", [["a", "b"], ["", ""]]),
        ("\"a,x\",\"b\"\"y\"\n\"\",\" 2 \"\n", [["a,x", "b\"y"], ["", " 2 "]]),
        ("a,\"b\nc\"\n1,2\n", [["a", "b\nc"], ["1", "2"]]),
        ("a, b\n 1,2 \n", [["a", " b"], [" 1", "2 "]]),
        ("\u{E9},\u{1F600}\n", [["\u{E9}", "\u{1F600}"]]),
    ])
    func recordsAreRead(_ text: String, _ expected: [[String]]) throws {
        #expect(try records(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("a,b\n1\n", CSVError(line: 2, column: 1, reason: .fieldCount(1, expected: 2))),
        ("a,b\n\n1,2,3\n", CSVError(line: 3, column: 1, reason: .fieldCount(3, expected: 2))),
        ("a,\"b\nc", CSVError(line: 1, column: 2, reason: .unclosedQuote)),
        ("a,b\n1,x\"y\n", CSVError(line: 2, column: 2, reason: .strayQuote)),
        ("\"a\"b,c\n", CSVError(line: 1, column: 1, reason: .textAfterQuote)),
        ("a,b\r1,2", CSVError(line: 1, column: 2, reason: .bareCarriageReturn)),
        ("\"a\nb\",c\n1,\"", CSVError(line: 3, column: 2, reason: .unclosedQuote)),
    ])
    func malformedTextIsRefusedWithItsPlace(_ text: String, _ expected: CSVError) {
        #expect(failure(Array(text.utf8)) == expected)
    }

    @Test func textMustBeUTF8() {
        let error = failure([0x61, 0x0A, 0xFF])
        #expect(error == CSVError(line: 2, column: 1, reason: .invalidUTF8))
        #expect(error?.message == "line 2, column 1: not UTF-8")
    }

    @Test func recordsKnowTheirLine() throws {
        var reader = CSVReader(Array("a,\"b\nc\"\n\n1,2\n".utf8))
        _ = try reader.nextRecord()
        #expect(reader.line == 1)
        _ = try reader.nextRecord()
        #expect(reader.line == 4)
        #expect(try reader.nextRecord() == nil)
    }
}
