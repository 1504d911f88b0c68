import ExplainCore
import Testing

/// Accept and reject tables in the manner of a parser's test suite: every line is one document.
@Suite struct JSONSyntaxTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "123", "0.5", "-0.5e-3", "1E5", "1e+5", "1e-5", "1.5E+07",
        "\"\"", "\"a\"", "[]", "{}", " [ ] ", "\t\n\r {}", "[1]", "[1,2]", "[[],[[]]]", "{\"\":0}",
        "{\"a\":{\"b\":[1,null,true,false,\"x\"]}}", "[1 ,2]", "{ \"a\" : 1 , \"b\" : 2 }",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\"", "\"\\uD83D\\uDE00\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"",
        "\"\u{7F}\"", "\"\u{E9}\u{20AC}\u{1F600}\"", "\"\u{2028}\"", "\"\\uFFFF\"", "[0e99999]", "[1e-400]", "[-0.0]",
        "{\"a\":1,\"A\":2}", "[123456789012345678901234567890]", "\"\u{10FFFF}\"", "\"\u{FFFD}\"",
    ])
    func accepts(document: String) throws {
        let bytes = Array(document.utf8)
        _ = try JSONValue.parse(bytes)
        var reader = JSONReader(bytes)
        try reader.skipValue()
        try reader.finish()
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "tru", "falsy", "NaN", "Infinity", "-Infinity", "-NaN", "inf", "[NaN]",
        "+1", "-", "--1", "01", "-01", "00", "1.", ".5", "-.5", "1e", "1e+", "1e1.5", "1.e1", "0x10", "1_000", "1,",
        "1 2", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1}", "[1;2]", "{", "}", "{\"a\"}",
        "{\"a\":}", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,\"a\":1}", "{a:1}", "{'a':1}", "{\"a\"=1}", "{\"a\":1]",
        "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\"", "\"a", "'a'", "\"\\x\"",
        "\"\\u12\"", "\"\\u12G4\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"", "\"\\uD800x\"",
        "\"\\uD800\\n\"", "\"\\", "\"\\u", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\u{FEFF}[]", "[] x", "[]]", "{}}",
        "// c\n1", "/* c */ 1", "[1] // c", "\u{A0}1", "\u{B}1", "[1e400]", "[-1e400]", "nullnull", "\"a\"b",
        "\"\\uD83D\\u00e9\"", "[\"a\",\n4\n,1,",
    ])
    func rejects(document: String) {
        let bytes = Array(document.utf8)
        #expect(throws: JSONError.self) { try JSONValue.parse(bytes) }
        #expect(throws: JSONError.self) {
            var reader = JSONReader(bytes)
            try reader.skipValue()
            try reader.finish()
        }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE], [0xF0, 0x28, 0x8C, 0xBC],
        ] as [[UInt8]])
    func rejectsInvalidUTF8(sequence: [UInt8]) {
        let quoted: [UInt8] = [0x22] + sequence + [0x22]
        #expect(throws: JSONError(offset: 1, path: "", reason: .invalidUTF8)) { try JSONValue.parse(quoted) }
        #expect(throws: JSONError.self) { try JSONValue.parse([0x22] + sequence) }
    }

    @Test(arguments: [
        ("\"\\u00e9\"", "\u{E9}"), ("\"a\\n\\\"b\\\\\\/\"", "a\n\"b\\/"), ("\"\\uD834\\uDD1E\"", "\u{1D11E}"),
        ("\"x\\u0000y\"", "x\u{0}y"), ("\"\u{E9}\\t\u{20AC}\"", "\u{E9}\t\u{20AC}"),
        ("\"\\ud83d\\ude00\\ud83d\\ude00\"", "\u{1F600}\u{1F600}"), ("\"\\b\\f\\r\"", "\u{8}\u{C}\r"),
    ])
    func readsStrings(document: String, text: String) throws {
        var reader = JSONReader(Array(document.utf8))
        let read = try reader.readString()
        try reader.finish()
        #expect(Array(read.unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test func limitsDepth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONValue.parse(nested(64))
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(65)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(Array(repeating: 0x5B, count: 1_000_000)) }
        let two = JSONOptions(maximumDepth: 2)
        _ = try JSONValue.parse(Array("[{\"a\":1}]".utf8), options: two)
        #expect(throws: JSONError.self) { try JSONValue.parse(Array("[{\"a\":[]}]".utf8), options: two) }
        var matrix = JSONReader(Array("[[[1]]]".utf8), options: two)
        try matrix.beginArray()
        _ = try matrix.nextElement()
        #expect(throws: JSONError(offset: 2, path: "[0][0]", reason: .tooDeep(limit: 2))) {
            _ = try matrix.readMatrix(columns: nil, nullAsNaN: false)
        }
    }

    @Test func limitsSize() throws {
        let small = JSONOptions(maximumBytes: 4)
        _ = try JSONValue.parse(Array("1234".utf8), options: small)
        #expect(throws: JSONError(offset: 0, path: "", reason: .tooLarge(limit: 4))) {
            try JSONValue.parse(Array("12345".utf8), options: small)
        }
        let short = JSONOptions(maximumStringBytes: 3)
        _ = try JSONValue.parse(Array("\"abc\"".utf8), options: short)
        #expect(throws: JSONError(offset: 0, path: "", reason: .stringTooLong(limit: 3))) {
            try JSONValue.parse(Array("\"abcd\"".utf8), options: short)
        }
    }

    @Test func refusesDuplicateKeysAmongMany() throws {
        let members = (0..<500).map { "\"key\($0)\":\($0)" }
        _ = try JSONValue.parse(Array(("{" + members.joined(separator: ",") + "}").utf8))
        for repeated in [0, 5, 11, 12, 13, 499] {
            let document = "{" + (members + ["\"key\(repeated)\":1"]).joined(separator: ",") + "}"
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(document.utf8)) }
            #expect(error?.reason == .duplicateKey("key\(repeated)"))
        }
    }
}
