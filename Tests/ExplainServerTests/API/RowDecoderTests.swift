import ExplainAPI
import ExplainCore
import Testing

@Suite struct RowDecoderTests {
    private let schema: FeatureSchema

    init() throws {
        schema = try FeatureSchema([
            Feature(name: "age"), Feature(name: "tenure", isNullable: true), Feature(name: "visits", kind: .int),
            Feature(name: "owner", kind: .bool), Feature(name: "housing", kind: .category(["own", "rent", "other"])),
            Feature(name: "region", kind: .codes, isNullable: true),
        ])
    }

    private func rows(_ text: String, maximumRows: Int = 100) throws -> Matrix {
        let body = Array("{\"instances\":\(text)}".utf8)
        return try ExplainRequest(body, decoder: RowDecoder(schema: schema, maximumRows: maximumRows)).instances
    }

    private func refusal(_ text: String, maximumRows: Int = 100) -> Problem? {
        #expect(throws: Problem.self) { try rows(text, maximumRows: maximumRows) }
    }

    @Test func readsArraysInSchemaOrder() throws {
        let matrix = try rows("[[31.5, 2, 4, true, \"rent\", 7], [-1e3, 0.5, 0, 0, \"own\", 0]]")
        #expect(matrix == Matrix(rows: 2, columns: 6, storage: [31.5, 2, 4, 1, 1, 7, -1000, 0.5, 0, 0, 0, 0]))
    }

    @Test func readsObjectsByName() throws {
        let matrix = try rows(
            "[{\"housing\":\"other\",\"owner\":false,\"region\":3,\"visits\":1,\"age\":20,\"tenure\":9}]")
        #expect(matrix == Matrix(rows: 1, columns: 6, storage: [20, 9, 1, 0, 2, 3]))
    }

    @Test func readsBooleansWhereTheSchemaHasThemAndNumbersAsTheCategoriesTheyName() throws {
        let schema = try FeatureSchema([
            Feature(name: "flag", kind: .bool), Feature(name: "zone", kind: .category(["100", "200"])),
        ])
        var reader = JSONReader(Array("[[true,200],[false,100],[0,\"100\"]]".utf8))
        #expect(try RowDecoder(schema: schema).rows(&reader).storage == [1, 1, 0, 0, 0, 0])
        reader = JSONReader(Array("[[1,300]]".utf8))
        let decoder = RowDecoder(schema: schema)
        let problem = #expect(throws: Problem.self) { try decoder.rows(&reader) }
        #expect(problem?.code == .wrongType)
    }

    @Test func readsNullAsMissingWhereAllowed() throws {
        let matrix = try rows("[[1,null,2,true,\"own\",null]]")
        #expect(matrix.storage.map(\.isNaN) == [false, true, false, false, false, true])
    }

    @Test func takesWholeNumbersHoweverWritten() throws {
        #expect(try rows("[[1,1,31.0,1.0,\"own\",2e0]]").storage == [1, 1, 31, 1, 0, 2])
        #expect(try rows("[[9007199254740992,1e300,-9007199254740992,0,\"own\",0]]").storage[0] == 0x1p53)
    }

    @Test(
        arguments: [
            ("[[1,2,3,true,\"own\"]]", ProblemCode.wrongWidth, "instances[0]"),
            ("[[1,2,3,true,\"own\",1],[1,2,3,true,\"own\",1,8]]", .wrongWidth, "instances[1]"),
            ("[[]]", .wrongWidth, "instances[0]"),
            ("[[null,2,3,true,\"own\",1]]", .missingValue, "instances[0][0]"),
            ("[[1,2,null,true,\"own\",1]]", .missingValue, "instances[0][2]"),
            ("[[1,2,3,true,null,1]]", .missingValue, "instances[0][4]"),
            ("[[\"1\",2,3,true,\"own\",1]]", .wrongType, "instances[0][0]"),
            ("[[[1],2,3,true,\"own\",1]]", .wrongType, "instances[0][0]"),
            ("[[1,2,3,\"yes\",\"own\",1]]", .wrongType, "instances[0][3]"),
            ("[[1,2,3,2,\"own\",1]]", .wrongType, "instances[0][3]"),
            ("[[1,2,3,true,1,1]]", .wrongType, "instances[0][4]"),
            ("[[1,2,3,true,\"own\",\"1\"]]", .wrongType, "instances[0][5]"),
            ("[[1,2,3.5,true,\"own\",1]]", .notAnInteger, "instances[0][2]"),
            ("[[1,2,1e300,true,\"own\",1]]", .outOfRange, "instances[0][2]"),
            ("[[1,2,-1e30,true,\"own\",1]]", .outOfRange, "instances[0][2]"),
            ("[[1,2,3,true,\"own\",1e30]]", .outOfRange, "instances[0][5]"),
            ("[[true,2,3,true,\"own\",1]]", .wrongType, "instances[0][0]"),
            ("[[1,2,3,true,\"own\",1],[1,false,3,true,\"own\",1]]", .wrongType, "instances[1][1]"),
            ("[[1,2,true,true,\"own\",1]]", .wrongType, "instances[0][2]"),
            ("[{\"visits\":false}]", .wrongType, "instances[0].visits"),
            ("[[1,2,3,true,\"own\",0.5]]", .notAnInteger, "instances[0][5]"),
            ("[[1,2,3,true,\"own\",-1]]", .unknownCategory, "instances[0][5]"),
            ("[[1,2,3,true,\"Own\",1]]", .unknownCategory, "instances[0][4]"),
            ("[[1e999,2,3,true,\"own\",1]]", .notFinite, "instances[0][0]"),
            ("[[1,-1e999,3,true,\"own\",1]]", .notFinite, "instances[0][1]"),
            ("[[9007199254740993,2,3,true,\"own\",1]]", .outOfRange, "instances[0][0]"),
            ("[[-99999999999999999999999,2,3,true,\"own\",1]]", .outOfRange, "instances[0][0]"),
            ("[[NaN,2,3,true,\"own\",1]]", .malformedJSON, "instances[0][0]"),
            ("[[1,2,3,true,\"own\",1]", .malformedJSON, nil),
            ("[[1,2,3,tru,\"own\",1]]", .malformedJSON, "instances[0][3]"),
            ("[{\"age\":1}]", .missingFeature, "instances[0]"),
            ("[{\"age\":1,\"Age\":2}]", .unknownFeature, "instances[0].Age"),
            ("[{\"age\":1,\"age\":2}]", .malformedJSON, "instances[0].age"),
            ("[{\"visits\":1.5}]", .notAnInteger, "instances[0].visits"),
            ("[1,2,3]", .invalidRequest, "instances[0]"), ("7", .invalidRequest, "instances"),
            ("null", .invalidRequest, "instances"), ("{\"age\":1}", .invalidRequest, "instances"),
            ("[]", .noInstances, "instances"),
        ] as [(String, ProblemCode, String?)])
    func refusesWithPlaceAndCode(text: String, code: ProblemCode, field: String?) throws {
        let problem = try #require(refusal(text))
        #expect(problem.code == code)
        if let field { #expect(problem.field == field) }
        #expect(problem.detail.hasSuffix("."))
    }

    @Test func namesFeatureAndRemedy() {
        #expect(
            refusal("[[1,2,3,true,\"flat\",1]]")?.detail
                == "instances[0][4], feature \"housing\": \"flat\" is none of its categories, \"own\", \"rent\", \"other\"."
        )
        #expect(
            refusal("[[null,2,3,true,\"own\",1]]")?.detail
                == "instances[0][0], feature \"age\": the value must not be missing; give a finite number.")
        #expect(
            refusal("[[1,false,3,true,\"own\",1]]")?.detail
                == "instances[0][1], feature \"tenure\": true or false where a finite number is wanted; give 1 or 0, or "
                + "let the feature's \"type\" in explain.json be \"bool\".")
        #expect(
            refusal("[[1,2,1e30,true,\"own\",1]]")?.detail
                == "instances[0][2], feature \"visits\": 1e+30 is out of range; give a whole number from "
                + "-9007199254740992 to 9007199254740992 (2^53).")
        #expect(
            refusal("[[1,2,3]]")?.detail
                == "instances[0] has 3 values where the model has 6 features; "
                + "give one value a feature, in the order of GET /v1/models/{model}.")
        #expect(
            refusal("[{\"age\":1,\"owner\":true}]")?.detail
                == "instances[0] has no value for \"tenure\", \"visits\", \"housing\", \"region\"; "
                + "give every feature, null where the value is missing.")
    }

    @Test func limitsTheNumberOfRows() throws {
        let row = "[1,2,3,true,\"own\",1]"
        #expect(try rows("[\(row),\(row)]", maximumRows: 2).rows == 2)
        let problem = refusal("[\(row),\(row),\(row)]", maximumRows: 2)
        #expect(problem?.code == .tooManyInstances)
        #expect(problem?.field == "instances[2]")
    }

    @Test func encodesAsARequestWould() throws {
        let text = "[[31.5,null,4,true,\"rent\",7]]"
        let row = try rows(text).row(0)
        var writer = JSONWriter()
        writer.value(.array(RowEncoder(schema: schema).row(row)))
        #expect("[\(writer.text)]" == text)
    }

    @Test func encodesGroupsAsObjects() throws {
        let schema = try FeatureSchema([
            Feature(name: "a"), Feature(name: "c_1", kind: .bool, group: "c"), Feature(name: "c_2", group: "c"),
        ])
        let data = RowEncoder(schema: schema).row([5, 1, .nan], players: .groups(of: schema))
        var writer = JSONWriter()
        writer.value(.array(data))
        #expect(writer.text == "[5,{\"c_1\":true,\"c_2\":null}]")
    }

    @Test func encodesWhatNoCategoryHasAsItsNumber() throws {
        let encoder = RowEncoder(schema: schema)
        #expect(encoder.value(9, column: 4) == .number(JSONNumber(9.0)))
        #expect(encoder.value(0.5, column: 4) == .number(JSONNumber(0.5)))
        #expect(encoder.value(0.5, column: 3) == .number(JSONNumber(0.5)))
        #expect(encoder.value(.infinity, column: 0) == .null)
    }
}
