import ExplainAPI
import ExplainCore
import Testing

@Suite struct ProblemTests {
    @Test func writesTheProblemDocument() {
        var writer = JSONWriter()
        Problem(.unknownFeature, detail: "No \"x\".", field: "instances[3].x").encode(into: &writer, requestID: "rq_1")
        #expect(
            writer.text
                == "{\"type\":\"urn:explaind:problem:unknown_feature\",\"title\":\"The model has no such feature\","
                + "\"status\":422,\"detail\":\"No \\\"x\\\".\",\"code\":\"unknown_feature\",\"field\":\"instances[3].x\","
                + "\"request_id\":\"rq_1\",\"error\":\"No \\\"x\\\".\"}")
        var bare = JSONWriter()
        Problem(.overloaded, detail: "Busy.").encode(into: &bare, requestID: "rq_2")
        #expect(
            bare.text
                == "{\"type\":\"urn:explaind:problem:overloaded\",\"title\":\"The server is overloaded\",\"status\":503,"
                + "\"detail\":\"Busy.\",\"code\":\"overloaded\",\"request_id\":\"rq_2\",\"error\":\"Busy.\"}")
    }

    @Test func everyCodeHasAnErrorStatusAndItsOwnTitle() {
        #expect(ProblemCode.allCases.allSatisfy { (400...599).contains($0.status) })
        #expect(Set(ProblemCode.allCases.map(\.title)).count == ProblemCode.allCases.count)
        for code in ProblemCode.allCases {
            #expect(code.rawValue.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (97...122).contains($0) })
        }
    }

    @Test(
        arguments: [
            ("{\"a\":1e999}", ProblemCode.notFinite, "a"), ("{\"a\":1.5}", .notAnInteger, "a"),
            ("{\"a\":true}", .invalidRequest, "a"), ("{\"a\":nul}", .malformedJSON, "a"), ("", .malformedJSON, nil),
        ] as [(String, ProblemCode, String?)])
    func mapsReaderErrors(document: String, code: ProblemCode, field: String?) {
        let error = #expect(throws: JSONError.self) {
            var reader = JSONReader(Array(document.utf8))
            try reader.beginObject()
            _ = try reader.nextKey()
            if code == .notFinite { _ = try reader.readDouble() } else { _ = try reader.readInt() }
        }
        guard let error else { return }
        let problem = Problem(error)
        #expect(problem.code == code)
        #expect(problem.field == field)
    }

    @Test func namesTheByteOfMalformedJSON() {
        let error = JSONError(offset: 7, path: "", reason: .unexpectedByte(UInt8(ascii: "]"), expected: "a value"))
        #expect(Problem(error).detail == "The body is not valid JSON: ']' where a value is expected, at byte 7.")
        let large = JSONError(offset: 0, path: "", reason: .tooLarge(limit: 10))
        #expect(Problem(large).code == .payloadTooLarge)
    }
}
