import ExplainCore
import Testing

@Suite struct JSONReaderTests {
    private static func reader(_ text: String, _ options: JSONOptions = .strict) -> JSONReader {
        JSONReader(Array(text.utf8), options: options)
    }

    private static let bareNaN = JSONOptions(allowsBareNaN: true)

    @Test func pullsValuesInOrder() throws {
        var reader = Self.reader(" {\"a\": [1, \"x\", true, null], \"b\": {\"c\": 2.5}} ")
        var seen: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "a" {
                try reader.beginArray()
                while try reader.nextElement() {
                    seen.append("\(reader.path) \(try reader.peekKind())")
                    try reader.skipValue()
                }
            } else {
                try reader.beginObject()
                while let inner = try reader.nextKey() {
                    seen.append("\(reader.path) \(inner) \(try reader.readDouble())")
                }
            }
        }
        try reader.finish()
        #expect(seen == ["a[0] number", "a[1] string", "a[2] bool", "a[3] null", "b.c c 2.5"])
    }

    @Test func namesPlaceAndByte() {
        let document = "{\"instances\": [[1, 2], [3, \"x\"]]}"
        let error = #expect(throws: JSONError.self) {
            var reader = Self.reader(document)
            try reader.beginObject()
            _ = try reader.nextKey()
            _ = try reader.readMatrix(columns: 2, nullAsNaN: false)
        }
        #expect(
            error == JSONError(offset: 27, path: "instances[1][1]", reason: .wrongKind(.string, expected: .number)))
        #expect(error?.message == "instances[1][1]: a string where a number is expected (byte 27)")
        #expect(error?.isMalformed == false)
    }

    @Test(arguments: [
        ("{\"a\":{\"b\":[0,{\"c\":tru}]}}", "a.b[1].c"), ("{\"a b\":[}", "[\"a b\"][0]"),
        ("[[[1,2],[3,4,]]]", "[0][1][2]"),
        ("{\"\":nul}", "[\"\"]"), ("{\"a\":1,\"b\":\"\\q\"}", "b"), ("x", ""), ("{\"a\":1,\"b\":2,\"a\":3}", "a"),
        ("{\"a\":1,}", ""), ("{\"a\":{\"b\":1", "a"), ("{\"a\":1 \"b\":2}", ""),
    ])
    func namesThePathOfSyntaxErrors(document: String, path: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(document.utf8)) }
        #expect(error?.path == path)
        #expect(error?.isMalformed == true)
    }

    @Test func readsArraysOfNumbers() throws {
        var doubles = Self.reader("[1, -2.5 ,3e2\n,0.1]")
        #expect(try doubles.readDoubles() == [1, -2.5, 300, 0.1])
        try doubles.finish()
        var floats = Self.reader("[0.1,16777217,1.4e-45]")
        #expect(try floats.readFloats() == [0.1, 16_777_216, .leastNonzeroMagnitude])
        var ints = Self.reader("[3,-1]")
        #expect(try ints.readInts() == [3, -1])
        var empty = Self.reader("[ ]")
        #expect(try empty.readDoubles().isEmpty)
        try empty.finish()
    }

    @Test(arguments: [
        ("[1,2", 4, "[2]"), ("[1,]", 3, "[1]"), ("[1 2]", 3, "[1]"), ("[1,null]", 3, "[1]"), ("[1,1e999]", 3, "[1]"),
        ("[1,[2]]", 3, "[1]"), ("[01]", 1, "[0]"), ("[-]", 2, "[0]"), ("[NaN]", 1, "[0]"), ("5", 0, ""),
        ("[nul]", 1, "[0]"),
    ])
    func namesThePlaceInArraysOfNumbers(document: String, offset: Int, path: String) {
        let error = #expect(throws: JSONError.self) {
            var reader = Self.reader(document)
            _ = try reader.readDoubles()
        }
        #expect(error?.offset == offset)
        #expect(error?.path == path)
    }

    @Test func readsMatrices() throws {
        var reader = Self.reader("[[1,2,3],[4, 5 ,6]]")
        #expect(
            try reader.readMatrix(columns: nil, nullAsNaN: false)
                == Matrix(rows: 2, columns: 3, storage: [1, 2, 3, 4, 5, 6]))
        try reader.finish()
        var missing = Self.reader("[[1,null],[null,4]]")
        let matrix = try missing.readMatrix(columns: 2, nullAsNaN: true)
        #expect(matrix.storage.map(\.isNaN) == [false, true, true, false])
        var empty = Self.reader("[]")
        #expect(try empty.readMatrix(columns: 4, nullAsNaN: false) == Matrix(rows: 0, columns: 4, storage: []))
        var hollow = Self.reader("[[],[]]")
        #expect(try hollow.readMatrix(columns: nil, nullAsNaN: false) == Matrix(rows: 2, columns: 0, storage: []))
    }

    @Test(arguments: [
        ("[[1,2],[3]]", "[1]", JSONError.Reason.rowWidth(1, expected: 2)),
        ("[[1,2],[3,4,5]]", "[1]", .rowWidth(3, expected: 2)), ("[[1,2],[]]", "[1]", .rowWidth(0, expected: 2)),
        ("[[1,2],3]", "[1]", .wrongKind(.number, expected: .array)),
        ("[[1,null]]", "[0][1]", .wrongKind(.null, expected: .number)),
        ("{}", "", .wrongKind(.object, expected: .array)),
        ("[[1,[2]]]", "[0][1]", .wrongKind(.array, expected: .number)),
    ])
    func refusesWhatIsNoMatrix(document: String, path: String, reason: JSONError.Reason) {
        let error = #expect(throws: JSONError.self) {
            var reader = Self.reader(document)
            _ = try reader.readMatrix(columns: nil, nullAsNaN: false)
        }
        #expect(error?.path == path)
        #expect(error?.reason == reason)
    }

    @Test func readsBareNaNOnlyWhenAllowed() throws {
        let document = "[NaN,Infinity,-Infinity,1]"
        var reader = Self.reader(document, Self.bareNaN)
        let values = try reader.readDoubles()
        #expect(values.map(\.isNaN) == [true, false, false, false])
        #expect(values[1...] == [.infinity, -.infinity, 1])
        var floats = Self.reader(document, Self.bareNaN)
        #expect(try floats.readFloats()[1...] == [.infinity, -.infinity, 1])
        #expect(try JSONValue.parse(Array("{\"a\":NaN}".utf8), options: Self.bareNaN)["a"]?.asDouble?.isNaN == true)
        for refused in ["NaN", "[NaN]", "Infinity", "-Infinity", "{\"a\":NaN}"] {
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(Array(refused.utf8)) }
            #expect(error?.reason == .bareNaN)
        }
        for malformed in ["NaNa", "Inf", "-NaN", "-Inf", "nan", "-Infinityx"] {
            #expect(throws: JSONError.self) { try JSONValue.parse(Array(malformed.utf8), options: Self.bareNaN) }
        }
    }

    @Test func saysWhatItFoundInsteadOfWhatWasWanted() {
        func reason(_ document: String, _ read: (inout JSONReader) throws -> Void) -> JSONError.Reason? {
            let error = #expect(throws: JSONError.self) {
                var reader = Self.reader(document)
                try read(&reader)
            }
            return error?.reason
        }
        #expect(reason("3") { _ = try $0.readString() } == .wrongKind(.number, expected: .string))
        #expect(reason("\"3\"") { try $0.beginObject() } == .wrongKind(.string, expected: .object))
        #expect(reason("{}") { try $0.beginArray() } == .wrongKind(.object, expected: .array))
        #expect(reason("[]") { _ = try $0.readBool() } == .wrongKind(.array, expected: .bool))
        #expect(reason("true") { try $0.readNull() } == .wrongKind(.bool, expected: .null))
        #expect(reason("trua") { try $0.readNull() } == .unexpectedByte(0x74, expected: "a value"))
        #expect(reason("]") { _ = try $0.peekKind() } == .unexpectedByte(0x5D, expected: "a value"))
        #expect(reason("") { _ = try $0.peekKind() } == .unexpectedEnd)
    }

    @Test func readsNullsBesideNumbers() throws {
        var reader = Self.reader("[null, 2]")
        try reader.beginArray()
        _ = try reader.nextElement()
        #expect(try reader.readDoubleOrNull() == nil)
        _ = try reader.nextElement()
        #expect(try reader.readDoubleOrNull() == 2)
    }

    @Test func reachesIntoTrees() throws {
        let value = try JSONValue.parse(Array("{\"a\":[1,\"x\",false,null,2.5],\"b\":{}}".utf8))
        #expect(value["a"]?[0]?.asInt == 1)
        #expect(value["a"]?[1]?.asString == "x")
        #expect(value["a"]?[2]?.asBool == false)
        #expect(value["a"]?[3]?.isNull == true)
        #expect(value["a"]?[4]?.asDouble == 2.5)
        #expect(value["a"]?[4]?.asInt == nil)
        #expect(value["a"]?[5] == nil)
        #expect(value["c"] == nil)
        #expect(value["b"]?.asObject?.isEmpty == true)
        #expect(value["a"]?.asArray?.count == 5)
        #expect(value.kind == .object)
    }

    @Test func describesEveryReasonInWords() {
        let reasons: [JSONError.Reason] = [
            .unexpectedEnd, .unexpectedByte(0x07, expected: "a value"), .trailingContent, .malformedNumber, .bareNaN,
            .controlCharacter(10), .invalidEscape, .unpairedSurrogate, .invalidUTF8, .duplicateKey("k"),
            .tooDeep(limit: 2), .tooLarge(limit: 3), .stringTooLong(limit: 4), .numberOutOfRange, .notAnInteger,
            .wrongKind(.null, expected: .bool), .rowWidth(1, expected: 2), .unknownKey("u"), .missingKey("m"),
            .unacceptable("text"),
        ]
        let texts = reasons.map(\.text)
        #expect(Set(texts).count == reasons.count)
        #expect(texts[1] == "byte 0x07 where a value is expected")
        #expect(texts[15] == "null where true or false is expected")
    }
}
